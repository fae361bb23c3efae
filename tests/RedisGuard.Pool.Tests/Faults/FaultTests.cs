using RedisGuard.Pool.Tests.Servers;

namespace RedisGuard.Pool.Tests.Faults;

/// <summary>
/// Each fault is felt, and after it everything is as it was within the time that it states: commands succeed, every subscription
/// delivers, no permit is lost, no connection is beyond the limit by the server's own count, no exception was left unobserved, and
/// the log is short.
/// </summary>
public sealed class FaultTests(FaultRuns runs) : IClassFixture<FaultRuns>
{
    /// <summary>From the start of the first to the end of the last: they run side by side, for they mostly wait.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(4);

    public static TheoryData<string> OfAnyServer =>
    [
        nameof(Fault.LatencyAsync), nameof(Fault.SlicingAsync), nameof(Fault.ResetAsync), nameof(Fault.HalfCloseAsync),
        nameof(Fault.BlackHoleAsync), nameof(Fault.ByteLimitAsync), nameof(Fault.ForgottenAsync),
    ];

    public static TheoryData<string> OfTheRealServer =>
    [
        nameof(Fault.KillAndRestartAsync), nameof(Fault.StoppedForTenSecondsAsync), nameof(Fault.MovedBehindProxyAsync),
        nameof(Fault.KilledEveryTenthOfASecondAsync), nameof(Fault.MaxClientsReachedAsync), nameof(Fault.WrongPasswordThatBecomesRightAsync),
        nameof(Fault.PausedAsync), nameof(Fault.LoadingAsync), nameof(Fault.OutOfMemoryAsync), nameof(Fault.MinuteOfMixedFaultsAsync),
    ];

    [Theory]
    [MemberData(nameof(OfAnyServer))]
    public Task NetworkFault_LeavesThePoolWhole(string fault) => runs.Of(fault).WaitAsync(Deadline, TestContext.Current.CancellationToken);

    [Theory]
    [MemberData(nameof(OfTheRealServer))]
    public async Task ServerFault_LeavesThePoolWhole(string fault)
    {
        Assert.SkipWhen(RedisProcess.Executable is null, "redis-server is not installed: the embedded server can be neither killed, stopped nor starved.");
        await runs.Of(fault).WaitAsync(Deadline, TestContext.Current.CancellationToken);
    }
}
