using RedisGuard.Pool.Tests.Servers;

namespace RedisGuard.Pool.Tests.Leaks;

public sealed class ShutdownTests
{
    [Theory]
    [InlineData(EndingProcess.Holds, false)]
    [InlineData(EndingProcess.Leaks, true)]
    public async Task EndOfTheProcess_IsNoLeak_AndALeakBeforeIsTold(string role, bool isTold)
    {
        var (exitCode, output, error) = await OtherProcess.RunAsync(role, $"{nameof(EndingProcess)}.{nameof(EndingProcess.End)}");

        Assert.True(exitCode == EndingProcess.ExitCode, $"Exit code {exitCode}: {output}{error}");
        Assert.Equal(isTold, error.Contains("RedisGuard warning 1001: Leaked: the lease rented at ", StringComparison.Ordinal));
        Assert.Equal(isTold, error.Length > 0);
    }
}
