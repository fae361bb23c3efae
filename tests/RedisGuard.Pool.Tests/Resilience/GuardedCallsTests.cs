using Microsoft.Extensions.Time.Testing;
using RedisGuard.Pool.Resilience;
using RedisGuard.Pool.Telemetry;
using RedisGuard.Pool.Tests.Doubles;
using RedisGuard.Pool.Tests.Servers;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests.Resilience;

public sealed class GuardedCallsTests
{
    private static readonly TimeSpan LibraryTimeout = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _time = new();
    private long _sockets;
    private int _sent;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

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

        Assert.Equal(times, _sent);
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

        Assert.Equal((42, 3, 1), (outcome.Value, tries, _sent));
    }

    [Fact]
    public async Task DeadlineOverAll_EndsACommandThatHangs()
    {
        var hung = new TaskCompletionSource<int>();
        var running = Calls(out _, timeout: TimeSpan.FromSeconds(2)).RunAsync<int, int>((_, _) => Send(hung.Task), 0, RedisRetry.WhenIdempotent, Cancel).AsTask();

        _time.Advance(TimeSpan.FromSeconds(2));
        var outcome = await running.WaitAsync(Eventually.Deadline, Cancel);

        Assert.Contains("within the 2 s", Assert.IsType<RedisTimeoutException>(outcome.Fault).Message, StringComparison.Ordinal);
        Assert.Equal(1, _sent);
    }

    [Fact]
    public async Task DeadlineOverAll_EndsAConnectThatHangs_AndNothingIsSent()
    {
        var hung = new TaskCompletionSource<IDatabase>();
        var calls = Calls(out _, _ => new ValueTask<IDatabase>(hung.Task), timeout: TimeSpan.FromSeconds(2));
        var running = calls.RunAsync<int, int>((_, _) => Send(Task.FromResult(1)), 0, RedisRetry.WhenIdempotent, Cancel).AsTask();

        _time.Advance(TimeSpan.FromSeconds(2));
        var outcome = await running.WaitAsync(Eventually.Deadline, Cancel);

        var fault = Assert.IsType<RedisTimeoutException>(outcome.Fault);
        Assert.Contains("no connection within the 2 s", fault.Message, StringComparison.Ordinal);
        Assert.Equal((CommandStatus.WaitingToBeSent, 0), (fault.Commandstatus, _sent));
    }

    [Fact]
    public async Task DeadlineOverAll_HasConnectingInIt_ThoughItBeTheLibrarys()
    {
        var connecting = new TaskCompletionSource<IDatabase>();
        var hung = new TaskCompletionSource<int>();
        var calls = Calls(out _, _ => new ValueTask<IDatabase>(connecting.Task));
        var running = calls.RunAsync<int, int>((_, _) => Send(hung.Task), 0, RedisRetry.WhenIdempotent, CancellationToken.None).AsTask();

        _time.Advance(LibraryTimeout * 0.75);
        connecting.SetResult(null!);
        await Eventually.TrueAsync(() => _sent == 1);
        _time.Advance(LibraryTimeout * 0.25);
        var outcome = await running.WaitAsync(Eventually.Deadline, Cancel);

        Assert.Contains("within the 30 s", Assert.IsType<RedisTimeoutException>(outcome.Fault).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DeadlineOverAll_LeavesNoTimeForAnotherAttempt()
    {
        var outcome = await Calls(out _, timeout: TimeSpan.FromMilliseconds(400))
            .RunAsync<int, int>((_, _) => Send(Task.FromException<int>(Make("LOADING"))), 0, RedisRetry.WhenNotApplied, Cancel);

        Assert.Equal(1, _sent);
        Assert.IsType<RedisServerException>(outcome.Fault);
    }

    [Fact]
    public async Task Rejected_IsAResult_AndNothingIsSent()
    {
        var calls = Calls(out var breaker);
        breaker.Isolate();

        var outcome = await calls.RunAsync<int, int>((_, _) => Send(Task.FromResult(1)), 0, RedisRetry.WhenNotApplied, Cancel);

        Assert.Equal((true, false, 0), (outcome.IsRejected, outcome.Succeeded, _sent));
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
        Assert.Equal((RedisCircuitState.Closed, 1), (breaker.State, _sent));
    }

    private static Exception Make(string fault) => fault switch
    {
        "lost" => Circuit.Lost(),
        "unsent" => RedisExceptions.Lost(CommandStatus.WaitingInBacklog),
        "slow" => Circuit.Slow(),
        "exhausted" => new RedisPoolExhaustedException(),
        _ => RedisExceptions.Answer($"{fault} says the server"),
    };

    [Fact]
    public async Task PauseBeforeItIsSentAgain_IsHalfTheDelayAtLeast_AndTheDelayAtMost()
    {
        var running = Calls(out _).RunAsync<int, int>((_, _) => Send(Task.FromException<int>(Make("LOADING"))), 0, RedisRetry.WhenNotApplied, Cancel).AsTask();

        _time.Advance(TimeSpan.FromSeconds(0.499));
        Assert.Equal(1, _sent);
        _time.Advance(TimeSpan.FromSeconds(0.501));
        await Eventually.TrueAsync(() => _sent == 2);
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
        Assert.Equal(1, _sent);
    }

    [Fact]
    public async Task BreakerThatOpensWhileItWaits_RejectsTheNextAttempt()
    {
        var running = Calls(out var breaker).RunAsync<int, int>((_, _) => Send(Task.FromException<int>(Make("LOADING"))), 0, RedisRetry.WhenNotApplied, Cancel).AsTask();
        breaker.Isolate();

        var outcome = await EndAsync(running);

        Assert.Equal((true, 1), (outcome.IsRejected, _sent));
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
            _sockets++;
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
                _sockets += isNew ? 1 : 0;
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

    private GuardedCalls Calls(out RedisCircuitBreaker breaker, Func<CancellationToken, ValueTask<IDatabase>>? database = null, TimeSpan? timeout = null)
    {
        breaker = new RedisCircuitBreaker(static _ => Task.CompletedTask, logger: new FakeLoggers().CreateLogger("test"), timeProvider: _time);
        return new GuardedCalls(
            breaker,
            database ?? (static _ => new ValueTask<IDatabase>((IDatabase)null!)),
            () => _sockets,
            new RedisRetryOptions { Timeout = timeout },
            LibraryTimeout,
            new PoolInstruments("test"),
            _time);
    }

    private Task<int> Send(Task<int> reply)
    {
        _sent++;
        return reply;
    }

    private async Task<RedisOutcome<int>> EndAsync(Task<RedisOutcome<int>> running)
    {
        await Eventually.TrueAsync(() =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            return running.IsCompleted;
        });
        return await running;
    }
}
