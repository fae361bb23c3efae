using System.Runtime.CompilerServices;

namespace RedisGuard.Watch.Tests.Probes;

/// <summary>The line of the probe's source that ends with a comment.</summary>
internal static class MarkedLine
{
    private static readonly string[] s_source = File.ReadAllLines(Path.Combine(Path.GetDirectoryName(Here())!, "../../RedisGuard.Watch.Probe/Shapes.cs"));

    public static int Of(string comment) => Array.FindIndex(s_source, line => line.EndsWith("// " + comment, StringComparison.Ordinal)) + 1;

    private static string Here([CallerFilePath] string path = "") => path;
}
