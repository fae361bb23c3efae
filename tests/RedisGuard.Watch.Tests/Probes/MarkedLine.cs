namespace RedisGuard.Watch.Tests.Probes;

/// <summary>The line of the probe's source that ends with a comment.</summary>
internal static class MarkedLine
{
    // From the folder of the tests up: a deterministic build replaces the paths of its sources.
    private static readonly string[] s_source = File.ReadAllLines(Path.Combine(Root(), "tests/RedisGuard.Watch.Probe/Shapes.cs"));

    public static int Of(string comment) => Array.FindIndex(s_source, line => line.EndsWith("// " + comment, StringComparison.Ordinal)) + 1;

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "RedisGuard.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException($"No RedisGuard.sln above {AppContext.BaseDirectory}.");
    }
}
