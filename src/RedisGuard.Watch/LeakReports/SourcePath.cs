namespace RedisGuard.Watch.LeakReports;

/// <summary>A source file's path as a report may tell it: with forward slashes, and without whose machine it was on.</summary>
internal static class SourcePath
{
    // What deterministic builds put in place of the folder that was built in.
    private const string Mapped = "/_";

    // Enough to tell files of one name apart, too little to tell a home folder.
    private const int Tail = 3;

    /// <param name="path">As the symbols tell it.</param>
    /// <param name="root">The folder that it is told from; <see langword="null"/> when it isn't known.</param>
    public static string Told(string path, string? root)
    {
        var slashed = path.Replace('\\', '/');
        var from = root?.Replace('\\', '/').TrimEnd('/');
        if (!string.IsNullOrEmpty(from) && slashed.StartsWith(from + "/", StringComparison.Ordinal))
        {
            return slashed[(from.Length + 1)..];
        }

        var segments = slashed.Split('/', StringSplitOptions.RemoveEmptyEntries);
        // /_/src/Shop.cs, and /_1/src/Shop.cs for the second folder.
        return slashed.StartsWith(Mapped, StringComparison.Ordinal) && segments.Length > 1 && segments[0].AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0
            ? string.Join('/', segments.Skip(1))
            : string.Join('/', segments.TakeLast(Tail));
    }
}
