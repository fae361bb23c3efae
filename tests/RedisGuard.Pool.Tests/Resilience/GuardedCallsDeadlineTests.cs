using RedisGuard.Pool.Tests.Servers;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests.Resilience;

/// <summary>One deadline over all that a guarded call does.</summary>
public sealed class GuardedCallsDeadlineTests : GuardedCallsBench
{
    [Fact]
    public async Task DeadlineOverAll_EndsACommandThatHangs()
    {
        var hung = new TaskCompletionSource<int>();
        var running = Calls(out _, timeout: TimeSpan.FromSeconds(2)).RunAsync<int, int>((_, _) => Send(hung.Task), 0, RedisRetry.WhenIdempotent, Cancel).AsTask();

        Time.Advance(TimeSpan.FromSeconds(2));
        var outcome = await running.WaitAsync(Eventually.Deadline, Cancel);

        Assert.Contains("within the 2 s", Assert.IsType<RedisTimeoutException>(outcome.Fault).Message, StringComparison.Ordinal);
        Assert.Equal(1, Sent);
    }

    [Fact]
    public async Task DeadlineOverAll_EndsAConnectThatHangs_AndNothingIsSent()
    {
        var hung = new TaskCompletionSource<IDatabase>();
        var calls = Calls(out _, _ => new ValueTask<IDatabase>(hung.Task), timeout: TimeSpan.FromSeconds(2));
        var running = calls.RunAsync<int, int>((_, _) => Send(Task.FromResult(1)), 0, RedisRetry.WhenIdempotent, Cancel).AsTask();

        Time.Advance(TimeSpan.FromSeconds(2));
        var outcome = await running.WaitAsync(Eventually.Deadline, Cancel);

        var fault = Assert.IsType<RedisTimeoutException>(outcome.Fault);
        Assert.Contains("no connection within the 2 s", fault.Message, StringComparison.Ordinal);
        Assert.Equal((CommandStatus.WaitingToBeSent, 0), (fault.Commandstatus, Sent));
    }

    [Fact]
    public async Task DeadlineOverAll_HasConnectingInIt_ThoughItBeTheLibrarys()
    {
        var connecting = new TaskCompletionSource<IDatabase>();
        var hung = new TaskCompletionSource<int>();
        var calls = Calls(out _, _ => new ValueTask<IDatabase>(connecting.Task));
        var running = calls.RunAsync<int, int>((_, _) => Send(hung.Task), 0, RedisRetry.WhenIdempotent, CancellationToken.None).AsTask();

        Time.Advance(LibraryTimeout * 0.75);
        connecting.SetResult(null!);
        await Eventually.TrueAsync(() => Sent == 1);
        Time.Advance(LibraryTimeout * 0.25);
        var outcome = await running.WaitAsync(Eventually.Deadline, Cancel);

        Assert.Contains("within the 30 s", Assert.IsType<RedisTimeoutException>(outcome.Fault).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DeadlineOverAll_LeavesNoTimeForAnotherAttempt()
    {
        var outcome = await Calls(out _, timeout: TimeSpan.FromMilliseconds(400))
            .RunAsync<int, int>((_, _) => Send(Task.FromException<int>(Make("LOADING"))), 0, RedisRetry.WhenNotApplied, Cancel);

        Assert.Equal(1, Sent);
        Assert.IsType<RedisServerException>(outcome.Fault);
    }

    [Fact]
    public async Task DeadlineOverAll_EndsTheSecondAttemptToo_ThoughItBeTheLibrarys()
    {
        var hung = new TaskCompletionSource<int>();
        var running = Calls(out _).RunAsync<int, int>(
            (_, _) => Send(Sent == 0 ? Task.FromException<int>(Make("LOADING")) : hung.Task), 0, RedisRetry.WhenNotApplied, CancellationToken.None).AsTask();

        var outcome = await EndAsync(running);

        Assert.Equal(2, Sent);
        Assert.Equal(CommandStatus.Unknown, Assert.IsType<RedisTimeoutException>(outcome.Fault).Commandstatus);
    }

    [Fact]
    public async Task DeadlineBelowTheLibrarys_EndsACommandThatNobodyCanCancel()
    {
        var hung = new TaskCompletionSource<int>();
        var running = Calls(out _, timeout: TimeSpan.FromSeconds(2)).RunAsync<int, int>((_, _) => Send(hung.Task), 0, RedisRetry.Never, CancellationToken.None).AsTask();

        Time.Advance(TimeSpan.FromSeconds(2));

        Assert.IsType<RedisTimeoutException>((await running.WaitAsync(Eventually.Deadline, Cancel)).Fault);
    }

    /// <summary>The library has a timeout of its own, and a second watch beside it costs what a call may not.</summary>
    [Fact]
    public async Task CommandThatTheLibraryEnds_IsNotWatched()
    {
        var reply = new TaskCompletionSource<int>();
        var running = Calls(out _).RunAsync<int, int>((_, _) => Send(reply.Task), 0, RedisRetry.Never, CancellationToken.None).AsTask();

        Time.Advance(LibraryTimeout * 2);
        Assert.False(running.IsCompleted);
        reply.SetResult(42);

        Assert.Equal(42, (await running).Value);
    }

    [Fact]
    public async Task ConnectThatTimesOutByItself_IsToldAsItIs()
    {
        var timeout = Circuit.Slow();
        var calls = Calls(out _, _ => new ValueTask<IDatabase>(FailAsync(timeout)));

        var outcome = await calls.RunAsync<int, int>((_, _) => Send(Task.FromResult(1)), 0, RedisRetry.Never, Cancel);

        Assert.Same(timeout, outcome.Fault);
        Assert.Equal(0, Sent);

        static async Task<IDatabase> FailAsync(Exception failure)
        {
            await Task.Yield();
            throw failure;
        }
    }
}
