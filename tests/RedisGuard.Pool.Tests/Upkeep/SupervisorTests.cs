using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using RedisGuard.Pool.Tests.Doubles;
using RedisGuard.Pool.Tests.Servers;
using RedisGuard.Pool.Upkeep;

namespace RedisGuard.Pool.Tests.Upkeep;

public sealed class SupervisorTests : IAsyncDisposable
{
    private const int LoopFailed = 1108;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _time = new();
    private readonly FakeLoggers _logs = new();
    private readonly Supervisor _supervisor;

    public SupervisorTests() => _supervisor = new Supervisor("a pool", _logs.CreateLogger("test"), _time);

    public async ValueTask DisposeAsync()
    {
        await _supervisor.DisposeAsync();
        _logs.Dispose();
    }

    [Fact]
    public void RoundThatThrows_IsLoggedOnceInARow_AndTheNextComes()
    {
        var rounds = 0;
        _supervisor.Start("test", Second, _ =>
        {
            rounds++;
            return rounds == 3 ? Task.FromResult(Second) : throw new InvalidOperationException($"round {rounds}");
        });

        for (var second = 0; second < 5; second++)
        {
            _time.Advance(Second);
        }

        Assert.Equal(5, rounds);
        Assert.Equal(["round 1", "round 4"], _logs.Of(LoopFailed).Select(static record => record.Exception!.Message));
        Assert.Equal(4, Assert.Single(_supervisor.Loops).Failures);
    }

    [Fact]
    public void LoopThatHasNotRunForLong_IsOverdue()
    {
        var hung = new TaskCompletionSource<TimeSpan>();
        var rounds = 0;
        _supervisor.Start("test", Second, _ => rounds++ == 0 ? Task.FromResult(Second) : hung.Task);
        _time.Advance(Second);
        Assert.Equal(new RedisLoopSnapshot { Name = "test", Pause = Second }, Assert.Single(_supervisor.Loops));

        _time.Advance(TimeSpan.FromSeconds(33));
        Assert.False(Assert.Single(_supervisor.Loops).IsOverdue);
        _time.Advance(Second);
        Assert.True(Assert.Single(_supervisor.Loops).IsOverdue);
        hung.SetResult(Second);
    }

    [Fact]
    public async Task RoundThatDisposesItsOwnSupervisor_DoesNotWaitForItself()
    {
        var disposed = new TaskCompletionSource();
        _supervisor.Start("test", Second, async _ =>
        {
            await Task.Yield();
            await _supervisor.DisposeAsync();
            disposed.SetResult();
            return Second;
        });

        _time.Advance(Second);

        await disposed.Task.WaitAsync(Eventually.Deadline, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task DisposedSupervisor_HasEndedItsRounds_AndStartsNoMore()
    {
        var isOver = false;
        var rounds = 0;
        _supervisor.Start("test", Second, async stop =>
        {
            rounds++;
            await Task.Delay(Timeout.Infinite, stop).ContinueWith(_ => isOver = true, TaskScheduler.Default);
            return Second;
        });
        _time.Advance(Second);

        await _supervisor.DisposeAsync();

        Assert.True(isOver);
        _supervisor.Start("another", Second, _ => Task.FromResult(Second));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, rounds);
    }
}
