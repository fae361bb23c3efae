using System.Diagnostics;
using System.Reflection;
using RedisGuard.Watch.Tests.Probes;

namespace RedisGuard.Testing.Tests.EveryTest;

/// <summary>One of the suites beside this project, run as a process.</summary>
internal static class SuiteRun
{
    private static readonly Dictionary<string, string> s_paths = typeof(SuiteRun).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Where(static data => data.Key is "Suites" or "SuiteOutput").ToDictionary(static data => data.Key, static data => data.Value!);

    /// <summary>The folder that it was built to.</summary>
    public static string FolderOf(string framework) => Path.Combine(s_paths["Suites"], framework, s_paths["SuiteOutput"]);

    /// <summary>The line of its source that ends with these words.</summary>
    public static int LineOf(string framework, string mark) =>
        1 + Array.FindIndex(File.ReadAllLines(Path.Combine(s_paths["Suites"], framework, "SuiteTests.cs")), line => line.EndsWith(mark, StringComparison.Ordinal));

    public static async Task<(int ExitCode, string Output)> OfAsync(string folder, string framework, ServerFixture server, params string[] arguments)
    {
        var start = new ProcessStartInfo(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            [Path.Combine(folder, $"RedisGuard.Testing.Suites.{framework}.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["SUITE_REDIS"] = server.Configuration;
        foreach (var outer in start.Environment.Keys.Where(static name => name.StartsWith("TESTINGPLATFORM", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(outer);
        }

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output + await error);
    }
}
