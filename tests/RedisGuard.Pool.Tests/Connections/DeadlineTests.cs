using Microsoft.Extensions.Time.Testing;
using RedisGuard.Pool.Connections;

namespace RedisGuard.Pool.Tests.Connections;

public sealed class DeadlineTests
{
    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WaitsInARow_ShareIt()
    {
        var deadline = new Deadline(_time, TimeSpan.FromSeconds(5));
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal((TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(3)), (deadline.Remaining, deadline.Elapsed));
        var waiting = deadline.WaitAsync(new TaskCompletionSource().Task, Cancel);
        var waitingForAResult = deadline.WaitAsync(new TaskCompletionSource<int>().Task, Cancel);

        _time.Advance(TimeSpan.FromSeconds(2));

        await Assert.ThrowsAsync<TimeoutException>(() => waiting);
        await Assert.ThrowsAsync<TimeoutException>(() => waitingForAResult);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((TimeSpan.Zero, TimeSpan.FromSeconds(6)), (deadline.Remaining, deadline.Elapsed));
    }

    [Fact]
    public void Endless_NeverComes()
    {
        var deadline = new Deadline(_time, Timeout.InfiniteTimeSpan);

        _time.Advance(TimeSpan.FromDays(1000));

        Assert.Equal(Timeout.InfiniteTimeSpan, deadline.Remaining);
        Assert.False(deadline.WaitAsync(new TaskCompletionSource().Task, Cancel).IsCompleted);
    }
}
