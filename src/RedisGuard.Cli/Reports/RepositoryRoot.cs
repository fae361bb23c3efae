namespace RedisGuard.Cli.Reports;

/// <summary>The folder that paths of a report are told from: the repository's, else the one that the tool was started in.</summary>
internal static class RepositoryRoot
{
    public static string Of(string folder)
    {
        for (var at = new DirectoryInfo(Path.GetFullPath(folder)); at is not null; at = at.Parent)
        {
            // A work tree's .git is a file.
            if (Path.Exists(Path.Combine(at.FullName, ".git")))
            {
                return at.FullName;
            }
        }

        return Path.GetFullPath(folder);
    }
}
