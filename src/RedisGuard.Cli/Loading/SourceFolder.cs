using System.IO.Enumeration;

namespace RedisGuard.Cli.Loading;

/// <summary>The files of a tree that people wrote: no build output, no packages, no hidden folders.</summary>
internal static class SourceFolder
{
    /// <summary>All files below the folder, in ordinal order.</summary>
    public static IReadOnlyList<string> Files(string root)
    {
        var options = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            IgnoreInaccessible = true,
            // A link may lead out of the tree, or back up into it without end.
            AttributesToSkip = FileAttributes.ReparsePoint,
        };
        var files = new FileSystemEnumerable<string>(root, (ref entry) => entry.ToFullPath(), options)
        {
            ShouldIncludePredicate = (ref entry) => !entry.IsDirectory,
            ShouldRecursePredicate = (ref entry) => !IsSkipped(entry.FileName),
        };
        return [.. files.Order(StringComparer.Ordinal)];
    }

    /// <summary>Build output, packages, and whatever a dot hides (.git, .vs): what the SDK's own globs leave out.</summary>
    private static bool IsSkipped(ReadOnlySpan<char> folder) =>
        folder.StartsWith(".")
        || folder.Equals("bin", StringComparison.OrdinalIgnoreCase)
        || folder.Equals("obj", StringComparison.OrdinalIgnoreCase)
        || folder.Equals("node_modules", StringComparison.OrdinalIgnoreCase);
}
