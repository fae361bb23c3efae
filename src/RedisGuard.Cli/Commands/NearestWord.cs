namespace RedisGuard.Cli.Commands;

/// <summary>Finds the word that somebody meant who typed another one.</summary>
internal static class NearestWord
{
    /// <summary>Of two letters wrong, more of them are another word.</summary>
    private const int MostWrong = 2;

    /// <returns>Null when none is near.</returns>
    public static string? To(string typed, IEnumerable<string> words) => words
        .Select(word => (word, wrong: Distance(typed, word)))
        .Where(static one => one.wrong <= MostWrong)
        .OrderBy(static one => one.wrong)
        .Select(static one => one.word)
        .FirstOrDefault();

    // Letters to add, drop or change (Levenshtein), by two rows.
    private static int Distance(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var at = 1; at <= from.Length; at++)
        {
            var corner = row[0];
            row[0] = at;
            for (var column = 1; column <= to.Length; column++)
            {
                var changed = corner + (from[at - 1] == to[column - 1] ? 0 : 1);
                corner = row[column];
                row[column] = Math.Min(changed, 1 + Math.Min(corner, row[column - 1]));
            }
        }

        return row[^1];
    }
}
