using System.Diagnostics;
using System.Reflection;
using RedisGuard.Watch.Tests.Probes;

namespace RedisGuard.Watch.Tests.Tool;

/// <summary>The built tool, run as a process with its streams redirected.</summary>
internal sealed record ToolRun(int ExitCode, string Output, string Error)
{
    private static readonly string s_tool = typeof(ToolRun).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(static data => data.Key == "Tool").Value!;

    public static Process Start(params string[] arguments) => Start(static _ => { }, arguments);

    public static Process Start(Action<ProcessStartInfo> prepare, params string[] arguments)
    {
        ArgumentNullException.ThrowIfNull(prepare);
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", ["exec", s_tool, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        prepare(start);
        return Process.Start(start)!;
    }

    public static async Task<ToolRun> OfAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        return await EndAsync(process);
    }

    public static async Task<ToolRun> EndAsync(Process process)
    {
        ArgumentNullException.ThrowIfNull(process);
        var cancellation = TestContext.Current.CancellationToken;
        var output = process.StandardOutput.ReadToEndAsync(cancellation);
        var error = process.StandardError.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        return new ToolRun(process.ExitCode, await output, await error);
    }

    /// <summary>The words that start the probe beside one version of the library.</summary>
    public static string[] ProbeOf(string version, string shape, string end, ServerFixture server, int exitCode = 0) => ProbeOf(version, shape, end, server.Configuration, exitCode);

    public static string[] ProbeOf(string version, string shape, string end, string configuration, int exitCode = 0) =>
    [
        "dotnet", Path.Combine(AppContext.BaseDirectory, "probes", version, "RedisGuard.Watch.Probe.dll"), shape, end, configuration,
        exitCode.ToString(System.Globalization.CultureInfo.InvariantCulture),
    ];
}
