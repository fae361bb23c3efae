using System.Runtime.CompilerServices;
using RedisGuard.Pool.Resilience;
using RedisGuard.Pool.Tests.Doubles;
using RedisGuard.Pool.Tests.Faults;
using RedisGuard.Pool.Tests.Servers;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests.Resilience;

public sealed class GuardedCallsTests : GuardedCallsBench
{
    public static TheoryData<string, RedisRetry, int> Faults => new()
    {
        { "lost", RedisRetry.WhenNotApplied, 1 },
        { "lost", RedisRetry.WhenIdempotent, 3 },
        { "lost", RedisRetry.Never, 1 },
        { "unsent", RedisRetry.WhenNotApplied, 3 },
        { "unsent", RedisRetry.Never, 1 },
        { "slow", RedisRetry.WhenNotApplied, 1 },
        { "slow", RedisRetry.WhenIdempotent, 3 },
        { "LOADING", RedisRetry.WhenNotApplied, 3 },
        { "WRONGTYPE", RedisRetry.WhenIdempotent, 1 },
        { "exhausted", RedisRetry.WhenIdempotent, 1 },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task OnlyWhatIsSafeToRepeat_IsSentAgain(string fault, RedisRetry retry, int times)
    {
        var exception = Make(fault);
        var running = Calls(out _).RunAsync<int, int>((_, _) => Send(Task.FromException<int>(exception)), 0, retry, Cancel).AsTask();

        var outcome = await EndAsync(running);

        Assert.Equal(times, Sent);
        Assert.Same(exception, outcome.Fault);
        Assert.False(outcome.IsRejected);
        Assert.Same(exception, Assert.ThrowsAny<Exception>(() => outcome.Value));
    }

    [Fact]
    public async Task ConnectionThatCannotBeHad_IsTriedAgain()
    {
        var tries = 0;
        var calls = Calls(out _, _ => ++tries < 3 ? ValueTask.FromException<IDatabase>(Circuit.Lost()) : new ValueTask<IDatabase>((IDatabase)null!));

        var outcome = await EndAsync(calls.RunAsync<int, int>((_, state) => Send(Task.FromResult(state)), 42, RedisRetry.WhenNotApplied, Cancel).AsTask());

        Assert.Equal((42, 3, 1), (outcome.Value, tries, Sent));
    }

    [Fact]
    public async Task Rejected_IsAResult_AndNothingIsSent()
    {
        var calls = Calls(out var breaker);
        breaker.Isolate();

        var outcome = await calls.RunAsync<int, int>((_, _) => Send(Task.FromResult(1)), 0, RedisRetry.WhenNotApplied, Cancel);

        Assert.Equal((true, false, 0), (outcome.IsRejected, outcome.Succeeded, Sent));
        Assert.Equal((7, Timeout.InfiniteTimeSpan), (outcome.ValueOr(7), outcome.RetryAfter));
        Assert.Throws<RedisCircuitOpenException>(() => outcome.Value);
    }

    [Fact]
    public async Task CancellationAndTheCallersOwnFaults_AreThrown_AndNeutral()
    {
        var calls = Calls(out var breaker);
        using var cancel = new CancellationTokenSource();
        for (var i = 0; i < 100; i++)
        {
            await Assert.ThrowsAsync<InvalidOperationException>(
                () => calls.RunAsync<int, int>(static (_, _) => throw new InvalidOperationException(), 0, RedisRetry.WhenIdempotent, Cancel).AsTask());
        }

        var running = calls.RunAsync<int, int>((_, _) => Send(new TaskCompletionSource<int>().Task), 0, RedisRetry.WhenIdempotent, cancel.Token).AsTask();
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Equal((RedisCircuitState.Closed, 1), (breaker.State, Sent));
    }

    [Fact]
    public async Task PauseBeforeItIsSentAgain_IsHalfTheDelayAtLeast_AndTheDelayAtMost()
    {
        var running = Calls(out _).RunAsync<int, int>((_, _) => Send(Task.FromException<int>(Make("LOADING"))), 0, RedisRetry.WhenNotApplied, Cancel).AsTask();

        Time.Advance(TimeSpan.FromSeconds(0.499));
        Assert.Equal(1, Sent);
        Time.Advance(TimeSpan.FromSeconds(0.501));
        await Eventually.TrueAsync(() => Sent == 2);
        Assert.False(running.IsCompleted);

        await EndAsync(running);
    }

    [Fact]
    public async Task CancelledWhileItWaitsToBeSentAgain_IsThrown()
    {
        using var cancel = new CancellationTokenSource();
        var running = Calls(out _).RunAsync<int, int>((_, _) => Send(Task.FromException<int>(Make("LOADING"))), 0, RedisRetry.WhenNotApplied, cancel.Token).AsTask();

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Equal(1, Sent);
    }

    [Fact]
    public async Task BreakerThatOpensWhileItWaits_RejectsTheNextAttempt()
    {
        var running = Calls(out var breaker).RunAsync<int, int>((_, _) => Send(Task.FromException<int>(Make("LOADING"))), 0, RedisRetry.WhenNotApplied, Cancel).AsTask();
        breaker.Isolate();

        var outcome = await EndAsync(running);

        Assert.Equal((true, 1), (outcome.IsRejected, Sent));
        Assert.Null(outcome.Fault);
    }

    [Fact]
    public async Task CancellationByTheLibrary_IsALostConnection_WhenThereIsANewSocketSince_AndTheCallersOwnNever()
    {
        using var cancel = new CancellationTokenSource();
        var calls = Calls(out _);

        var outcome = await calls.RunAsync<int, int>((_, _) => Cancelled(), 0, RedisRetry.Never, CancellationToken.None);
        var lost = Assert.IsType<RedisConnectionException>(outcome.Fault);
        Assert.Equal("The connection was lost while the command was under way. It may have been applied.", lost.Message);
        Assert.IsType<TaskCanceledException>(lost.InnerException);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => calls.RunAsync<int, int>(
            (_, _) =>
            {
                cancel.Cancel();
                return Cancelled();
            },
            0,
            RedisRetry.Never,
            cancel.Token).AsTask());

        Task<int> Cancelled()
        {
            OpenSocket();
            return Task.FromException<int>(new TaskCanceledException());
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task InnardsOfTheLibrary_AreALostConnection_WhenThereIsANewSocketSince(bool isNew)
    {
        var calls = Calls(out _);

        var calling = calls.RunAsync<int, int>(
            (_, _) =>
            {
                if (isNew)
                {
                    OpenSocket();
                }

                throw new InvalidOperationException("Concurrent reads are not supported");
            },
            0,
            RedisRetry.Never,
            Cancel).AsTask();

        if (isNew)
        {
            Assert.IsType<RedisConnectionException>((await calling).Fault);
        }
        else
        {
            await Assert.ThrowsAsync<InvalidOperationException>(() => calling);
        }
    }

    [Fact]
    public async Task CancelledBefore_IsThrown_ThoughTheBreakerWouldReject()
    {
        var calls = Calls(out var breaker);
        breaker.Isolate();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => calls.RunAsync<int, int>((_, _) => Send(Task.FromResult(1)), 0, RedisRetry.Never, new CancellationToken(canceled: true)).AsTask());

        Assert.Equal(0, Sent);
    }

    [Fact]
    public async Task ConnectionsOwnFault_IsThrownAsItIs_ThoughASocketWasOpenedMeanwhile()
    {
        var calls = Calls(out _, _ =>
        {
            OpenSocket();
            return ValueTask.FromException<IDatabase>(new InvalidOperationException("not of a command"));
        });

        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(
            () => calls.RunAsync<int, int>((_, _) => Send(Task.FromResult(1)), 0, RedisRetry.Never, Cancel).AsTask());

        Assert.Equal("not of a command", thrown.Message);
    }

    [Fact]
    public async Task Results_CountForTheBreaker()
    {
        var calls = Calls(out var breaker);
        for (var call = 0; call < 21; call++)
        {
            Assert.True((await calls.RunAsync<int, int>((_, _) => Send(Task.FromResult(1)), 0, RedisRetry.Never, Cancel)).Succeeded);
        }

        for (var call = 0; call < 20; call++)
        {
            await SlowAsync();
        }

        Assert.Equal(RedisCircuitState.Closed, breaker.State);
        await SlowAsync();
        Assert.Equal(RedisCircuitState.Open, breaker.State);

        async Task SlowAsync() => await calls.RunAsync<int, int>((_, _) => Send(Task.FromException<int>(Circuit.Slow())), 0, RedisRetry.Never, Cancel);
    }

    [Fact]
    public async Task CommandWithoutAReply_Succeeds()
    {
        var outcome = await Calls(out _).RunAsync<int, Nothing>(static (_, _) => Task.CompletedTask, 0, RedisRetry.Never, Cancel);

        Assert.True(outcome.Succeeded);
    }

    [Fact]
    public async Task RepetitionsAndRejections_AreCounted()
    {
        var counted = new List<string>();
        using var ofRetries = Ear.Of(Pool, "redisguard.retries", _ => counted.Add("retried"));
        using var ofRejections = Ear.Of(Pool, "redisguard.breaker.rejections", _ => counted.Add("rejected"));
        var calls = Calls(out var breaker);

        await EndAsync(calls.RunAsync<int, int>((_, _) => Send(Task.FromException<int>(Make("LOADING"))), 0, RedisRetry.WhenNotApplied, Cancel).AsTask());
        breaker.Isolate();
        await calls.RunAsync<int, int>((_, _) => Send(Task.FromResult(1)), 0, RedisRetry.WhenNotApplied, Cancel);

        Assert.Equal(["retried", "retried", "rejected"], counted);
    }

    /// <summary>Of a command that was given up nobody hears any more how it ended: least of all the process.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task GivenUp_FailsUnseen_AndIsNoUnobservedException(bool isConnecting)
    {
        var failure = new InvalidOperationException($"late {Guid.NewGuid()}");

        Assert.False(await UnobservedExceptions.HearsOfAsync(failure, () => GiveUpAsync(failure, isConnecting)));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task GiveUpAsync(Exception failure, bool isConnecting)
    {
        var connecting = new TaskCompletionSource<IDatabase>();
        var reply = new TaskCompletionSource<int>();
        var calls = Calls(
            out _, _ => isConnecting ? new ValueTask<IDatabase>(connecting.Task) : new ValueTask<IDatabase>((IDatabase)null!), TimeSpan.FromSeconds(1));
        var running = calls.RunAsync<int, int>((_, _) => Send(reply.Task), 0, RedisRetry.Never, Cancel).AsTask();
        Time.Advance(TimeSpan.FromSeconds(1));
        Assert.False((await running.WaitAsync(Eventually.Deadline, Cancel)).Succeeded);
        _ = isConnecting ? connecting.TrySetException(failure) : reply.TrySetException(failure);
    }
}
