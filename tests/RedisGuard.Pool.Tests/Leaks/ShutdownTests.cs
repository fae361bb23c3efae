using System.Diagnostics;

namespace RedisGuard.Pool.Tests.Leaks;

public sealed class ShutdownTests
{
    [Theory]
    [InlineData(EndingProcess.Holds, false)]
    [InlineData(EndingProcess.Leaks, true)]
    public async Task EndOfTheProcess_IsNoLeak_AndALeakBeforeIsTold(string role, bool isTold)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(ShutdownTests).Assembly.Location, "-method", $"*.{nameof(EndingProcess)}.{nameof(EndingProcess.End)}"])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            Environment = { [EndingProcess.Role] = role },
        };

        using var process = Process.Start(start)!;
        using var tooLong = new CancellationTokenSource(Servers.Eventually.Deadline);
        await using var end = tooLong.Token.Register(process.Kill);
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Secrets.OutputSearch.OfTheSuite.Look("standard error", error);
        Assert.True(process.ExitCode == EndingProcess.ExitCode, $"Exit code {process.ExitCode}: {await output}{error}");
        Assert.Equal(isTold, error.Contains("RedisGuard warning 1001: Leaked: the lease rented at ", StringComparison.Ordinal));
        Assert.Equal(isTold, error.Length > 0);
    }
}
