using RedisGuard.Cli.Reports;

namespace RedisGuard.Cli.Reporting.Sarif;

/// <summary>The folder that paths of a log are relative to: the repository's, since code scanning knows files by that.</summary>
/// <param name="Repository">The absolute folder.</param>
/// <param name="Prefix">The scan's root below it, with forward slashes; empty when it is the same.</param>
internal sealed record SarifRoot(string Repository, string Prefix)
{
    public static SarifRoot Of(string root)
    {
        var repository = RepositoryRoot.Of(root);
        var prefix = Path.GetRelativePath(repository, Path.GetFullPath(root)).Replace('\\', '/');
        return new SarifRoot(repository, prefix == "." ? "" : prefix);
    }

    /// <summary>A path of the scan, from the repository.</summary>
    public string PathOf(string path) => Path.GetRelativePath(Repository, Path.GetFullPath(Path.Combine(Repository, Prefix, path))).Replace('\\', '/');

    /// <summary>A path below the repository is relative to it; any other is absolute, since a reader can't climb out of a base.</summary>
    public SarifArtifactLocation Artifact(string path, string baseId)
    {
        var relative = PathOf(path);
        return relative.StartsWith("../", StringComparison.Ordinal) || Path.IsPathRooted(relative)
            ? new SarifArtifactLocation(new Uri(Path.GetFullPath(Path.Combine(Repository, relative))).AbsoluteUri)
            : new SarifArtifactLocation(string.Join('/', relative.Split('/').Select(Uri.EscapeDataString)), baseId);
    }
}
