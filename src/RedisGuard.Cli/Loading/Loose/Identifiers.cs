using System.Text;

namespace RedisGuard.Cli.Loading.Loose;

/// <summary>A look at source text that costs a fraction of parsing it.</summary>
internal static class Identifiers
{
    /// <summary>Whether one of the names stands in the source as a whole word, in code or not.</summary>
    public static bool ContainAny(ReadOnlySpan<byte> source, HashSet<string> names)
    {
#if NET9_0_OR_GREATER
        var lookup = names.GetAlternateLookup<ReadOnlySpan<char>>();
#else
        var lookup = new NamesByLength(names);
#endif
        var text = Encoding.UTF8.GetString(source).AsSpan();
        while (!text.IsEmpty)
        {
            var length = 0;
            while (length < text.Length && (char.IsLetterOrDigit(text[length]) || text[length] == '_'))
            {
                length++;
            }

            if (length > 0 && lookup.Contains(text[..length]))
            {
                return true;
            }

            text = text[Math.Max(1, length)..];
        }

        return false;
    }
}
