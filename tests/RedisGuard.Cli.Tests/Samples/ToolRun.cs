using System.Diagnostics;

namespace RedisGuard.Cli.Tests.Samples;

/// <summary>The built tool, run as a process with its streams redirected.</summary>
internal sealed record ToolRun(int ExitCode, string Output, string Error)
{
    public static Task<ToolRun> ScanAsync(params string[] arguments) => OfAsync(["scan", .. arguments]);

    public static async Task<ToolRun> OfAsync(params string[] arguments)
    {
        var tool = Path.Combine(AppContext.BaseDirectory, "RedisGuard.Cli.dll");
        var start = new ProcessStartInfo("dotnet", ["exec", tool, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        using var process = Process.Start(start)!;
        var cancellation = TestContext.Current.CancellationToken;
        var output = process.StandardOutput.ReadToEndAsync(cancellation);
        var error = process.StandardError.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        return new ToolRun(process.ExitCode, await output, await error);
    }
}
