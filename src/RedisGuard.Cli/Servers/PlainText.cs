using System.Globalization;

namespace RedisGuard.Cli.Servers;

/// <summary>Text that somebody else chose, made fit to be shown: anybody who may connect chooses the name of a client.</summary>
internal static class PlainText
{
    private const int MostCharacters = 120;
    private const char Replacement = '\u00B7';

    /// <summary>
    /// Without control characters, escape sequences, marks that turn the direction of writing or have no width, and halves of
    /// characters; cut to a length that a row can hold.
    /// </summary>
    public static string Of(string text)
    {
        var kept = text.Length > MostCharacters ? $"{text.AsSpan(0, MostCharacters - 1)}…" : text;
        foreach (var character in kept)
        {
            if (!IsHarmless(character))
            {
                return string.Create(kept.Length, kept, static (shown, source) =>
                {
                    for (var index = 0; index < shown.Length; index++)
                    {
                        shown[index] = IsHarmless(source[index]) ? source[index] : Replacement;
                    }
                });
            }
        }

        return kept;
    }

    private static bool IsHarmless(char character) => character < 0x80
        ? character is >= ' ' and not '\u007F'
        : CharUnicodeInfo.GetUnicodeCategory(character) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
            or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark);
}
