namespace RedisGuard.Cli.Loading.Loose.Projects;

/// <summary>Paths as project files write them: with the separators of another platform, relative, through folders above.</summary>
internal static class ProjectPaths
{
    public static string Normalise(string path) => path.Replace('\\', Path.DirectorySeparatorChar);

    public static string Combine(string folder, string path) => Path.GetFullPath(Path.Combine(folder, Normalise(path.Trim())));

    /// <summary>The nearest file of that name in the folder or one above it.</summary>
    public static string? FindAbove(string folder, string file)
    {
        for (var current = new DirectoryInfo(Path.GetFullPath(folder)); current is not null; current = current.Parent)
        {
            var candidate = Path.Combine(current.FullName, file);
            if (File.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }
}
