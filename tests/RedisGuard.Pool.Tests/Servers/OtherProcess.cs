using System.Diagnostics;

namespace RedisGuard.Pool.Tests.Servers;

/// <summary>One test of this program run in a process of its own, where it may do what belongs to a whole process.</summary>
internal static class OtherProcess
{
    private const string Variable = "REDISGUARD_TEST_PROCESS";

    /// <summary>What this process is to do; <see langword="null"/> in the one that runs the suite.</summary>
    public static string? Role { get; } = Environment.GetEnvironmentVariable(Variable);

    /// <summary>Whether this is such a process: it shares no server, as one that it started would outlive it.</summary>
    public static bool IsThis => Role is not null;

    /// <param name="role">What it is to do.</param>
    /// <param name="test">The test that does it, with its type.</param>
    /// <param name="connection">What it finds as <c>REDIS_CONNECTION</c>.</param>
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(string role, string test, string? connection = null)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(OtherProcess).Assembly.Location, "-method", "*." + test, "-showLiveOutput"])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            Environment = { [Variable] = role, ["REDIS_CONNECTION"] = connection },
        };

        using var process = Process.Start(start)!;
        using var tooLong = new CancellationTokenSource(Eventually.Deadline);
        await using var end = tooLong.Token.Register(process.Kill);
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var error = await process.StandardError.ReadToEndAsync(CancellationToken.None);
        await process.WaitForExitAsync(CancellationToken.None);
        Secrets.OutputSearch.OfTheSuite.Look("standard error", error);
        return (process.ExitCode, await output, error);
    }
}
