namespace RedisGuard.Cli.Loading.Loose.Projects;

/// <summary>Cuts a condition into quoted texts, properties, words, operators and brackets.</summary>
internal static class ConditionTokens
{
    public static List<string> Split(string text)
    {
        var tokens = new List<string>();
        for (var i = 0; i < text.Length;)
        {
            var length = Length(text, i);
            if (!char.IsWhiteSpace(text[i]))
            {
                tokens.Add(text.Substring(i, length));
            }

            i += length;
        }

        return tokens;
    }

    private static int Length(string text, int start)
    {
        var next = start + 1 < text.Length ? text[start + 1] : '\0';
        return text[start] switch
        {
            '\'' => UntilAfter(text, text.IndexOf('\'', start + 1), start),
            '$' when next == '(' => UntilAfter(text, PropertyTable.ClosingBracket(text, start + 2), start),
            '=' or '!' or '<' or '>' when next == '=' => 2,
            var c when IsWord(c) => Word(text, start),
            _ => 1,
        };
    }

    private static int UntilAfter(string text, int end, int start) => (end < 0 ? text.Length : end + 1) - start;

    private static int Word(string text, int start)
    {
        var end = start;
        while (end < text.Length && IsWord(text[end]))
        {
            end++;
        }

        return end - start;
    }

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c is '_' or '.' or '-';
}
