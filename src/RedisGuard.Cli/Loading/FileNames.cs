namespace RedisGuard.Cli.Loading;

/// <summary>A few files in one line.</summary>
internal static class FileNames
{
    private const int Shown = 3;

    public static string Of(IEnumerable<string> paths)
    {
        var names = paths.Select(Path.GetFileName).Order(StringComparer.Ordinal).ToList();
        var first = string.Join(", ", names.Take(Shown));
        return names.Count > Shown ? $"{first} and {names.Count - Shown} more" : first;
    }
}
