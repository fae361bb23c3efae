using System.Threading.Channels;
using RedisGuard.Pool.Tests.Doubles;
using RedisGuard.Pool.Tests.Servers;
using RedisGuard.Pool.Upkeep;

namespace RedisGuard.Pool.Tests.Upkeep;

public sealed class DemandLoopTests : IDisposable
{
    private const int LoopFailed = 1108;

    private readonly FakeLoggers _logs = new();
    private readonly Channel<int> _work = Channel.CreateUnbounded<int>();

    public void Dispose() => _logs.Dispose();

    [Fact]
    public async Task RoundThatThrows_IsLoggedOnceInARow_AndTheNextComes()
    {
        var loop = Loop();
        var done = new List<int>();
        var running = loop.RunAsync(_work.Reader, reader =>
        {
            reader.TryRead(out var item);
            lock (done)
            {
                done.Add(item);
            }

            return item == 3 ? Task.CompletedTask : throw new InvalidOperationException($"round {item}");
        });

        for (var item = 1; item <= 4; item++)
        {
            _work.Writer.TryWrite(item);
        }

        _work.Writer.Complete();
        await running.WaitAsync(Eventually.Deadline, TestContext.Current.CancellationToken);
        Assert.Equal([1, 2, 3, 4], done);
        Assert.Equal(["round 1", "round 4"], _logs.Of(LoopFailed).Select(static record => record.Exception!.Message));
        Assert.Equal(3, loop.Now.Failures);
    }

    [Fact]
    public async Task RoundThatLasts_ShowsForHowLong_AndNothingToDoIsNoTime()
    {
        var loop = Loop();
        var go = new TaskCompletionSource();
        var running = loop.RunAsync(_work.Reader, async reader =>
        {
            reader.TryRead(out _);
            await go.Task;
        });
        Assert.Equal(TimeSpan.Zero, loop.Now.SinceLastRun);

        _work.Writer.TryWrite(1);
        await Eventually.TrueAsync(() => loop.Now.SinceLastRun > TimeSpan.Zero);
        go.SetResult();
        await Eventually.TrueAsync(() => loop.Now.SinceLastRun == TimeSpan.Zero);

        _work.Writer.Complete();
        await running.WaitAsync(Eventually.Deadline, TestContext.Current.CancellationToken);
    }

    private DemandLoop Loop() => new("test", isPrompt: true, "a pool", _logs.CreateLogger("test"));
}
