using System.CommandLine;

namespace RedisGuard.Cli.Commands;

/// <summary>Options whose value is one of a few words: in lower case, listed by the help and by the one line that refuses another.</summary>
internal static class WordOption
{
    public static Option<T?> Of<T>(string name, string description)
        where T : struct, Enum => new(name)
        {
            Description = description,
            HelpName = string.Join('|', Words<T>()),
            CustomParser = result =>
            {
                // Not Enum.TryParse alone: that takes numbers too.
                var word = result.Tokens[0].Value;
                if (Words<T>().Contains(word, StringComparer.OrdinalIgnoreCase))
                {
                    return Enum.Parse<T>(word, ignoreCase: true);
                }

                result.AddError($"{name} '{word}': expected {Listed([.. Words<T>()])}");
                return null;
            },
        };

    private static IEnumerable<string> Words<T>()
        where T : struct, Enum => Enum.GetNames<T>().Select(static word => word.ToLowerInvariant());

    private static string Listed(string[] words) => $"{string.Join(", ", words[..^1])} or {words[^1]}";
}
