using System.Collections.Generic;
using System.Globalization;

namespace RedisGuard.Analyzers.Values;

/// <summary>The pieces of a composite format: <c>{0}:6379,password={1}</c>.</summary>
internal static class TextFormat
{
    /// <summary>Texts, and numbers of arguments where the text is null. Braces that make no sense are text.</summary>
    public static IEnumerable<(string? Text, int Argument)> Pieces(string format)
    {
        int start = 0;
        for (int open = format.IndexOf('{'); open >= 0; open = format.IndexOf('{', open + 1))
        {
            int close = format.IndexOf('}', open);
            if (close < 0)
            {
                break;
            }

            string inside = format.Substring(open + 1, close - open - 1);
            int end = inside.IndexOfAny([',', ':']);
            if (!int.TryParse(end < 0 ? inside : inside.Substring(0, end), NumberStyles.None, CultureInfo.InvariantCulture, out int argument))
            {
                continue;
            }

            if (open > start)
            {
                yield return (format.Substring(start, open - start), -1);
            }

            yield return (null, argument);
            start = close + 1;
            open = close;
        }

        if (start < format.Length)
        {
            yield return (format.Substring(start), -1);
        }
    }
}
