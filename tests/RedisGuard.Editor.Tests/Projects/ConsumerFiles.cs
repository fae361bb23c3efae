namespace RedisGuard.Editor.Tests.Projects;

/// <summary>
/// The projects of <c>Consumers</c>, as people who installed a package have them: a program, a web API with injected services, a worker, Blazor,
/// a library for old frameworks, two with the pool. What a fix leaves of a file stands beside it: <c>Orders.cs.OpenOnce.expected</c>.
/// </summary>
internal static class ConsumerFiles
{
    private const string Expected = ".expected";

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Consumers");

    /// <summary>Writes all projects into a folder.</summary>
    /// <param name="folder">Where they go.</param>
    /// <param name="version">The version of RedisGuard's packages that they install.</param>
    /// <returns>The solution file that lists them.</returns>
    public static string CopyTo(string folder, string version)
    {
        foreach (string file in Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(Expected, StringComparison.Ordinal)))
        {
            string copy = Path.Combine(folder, Path.GetRelativePath(Folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.WriteAllText(copy, File.ReadAllText(file).Replace("PACKED", version, StringComparison.Ordinal));
        }

        string solution = Path.Combine(folder, "All.slnx");
        var projects = Directory.EnumerateFiles(folder, "*.csproj", SearchOption.AllDirectories).Select(project => $"<Project Path=\"{Path.GetRelativePath(folder, project)}\" />");
        File.WriteAllText(solution, $"<Solution>{string.Concat(projects.Order(StringComparer.Ordinal))}</Solution>");
        return solution;
    }

    /// <summary>Compares a text with the one that stands in the repository. <c>REDISGUARD_WRITE=1</c> writes that anew, to be read before it is committed.</summary>
    public static async Task ShouldBeAsync(string name, string text, CancellationToken cancellationToken)
    {
        string path = Path.Combine("Consumers", name + Expected);
        if (Environment.GetEnvironmentVariable("REDISGUARD_WRITE") == "1")
        {
            await File.WriteAllTextAsync(Path.Combine(SourceFolder(), path), text, cancellationToken);
            return;
        }

        string copy = Path.Combine(AppContext.BaseDirectory, path);
        Assert.True(File.Exists(copy), $"tests/RedisGuard.Editor.Tests/{path} is missing: run this test with REDISGUARD_WRITE=1, and read what it writes.");
        Assert.Equal(await File.ReadAllTextAsync(copy, cancellationToken), text);
    }

    private static string SourceFolder()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "RedisGuard.Editor.Tests.csproj")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException("The tests don't run inside the repository.");
    }
}
