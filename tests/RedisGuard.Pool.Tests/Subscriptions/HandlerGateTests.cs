using RedisGuard.Pool.Subscriptions;

namespace RedisGuard.Pool.Tests.Subscriptions;

public sealed class HandlerGateTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Race_NoCallBegins_AfterClosingHasCompleted()
    {
        for (var round = 0; round < 3_000; round++)
        {
            var gate = new HandlerGate();
            var isClosed = false;
            var late = 0;
            var calling = Task.Run(
                async () =>
                {
                    for (var call = 0; call < 50; call++)
                    {
                        await gate.Call(
                            _ =>
                            {
                                late += Volatile.Read(ref isClosed) ? 1 : 0;
                                return Task.CompletedTask;
                            },
                            call);
                    }
                },
                Cancel);
            Thread.SpinWait(round % 200);
            await gate.CloseAsync().WaitAsync(Servers.Eventually.Deadline, Cancel);
            Volatile.Write(ref isClosed, true);
            await calling;

            Assert.Equal(0, late);
        }
    }

    [Fact]
    public async Task Closing_WaitsForTheSynchronousPartOfACall_AndNotForTheRest()
    {
        var gate = new HandlerGate();
        using var isInside = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        var rest = new TaskCompletionSource();
        var calling = Task.Run(
            () =>
            {
                var call = gate.Call(
                    _ =>
                    {
                        isInside.Set();
                        goOn.Wait(Cancel);
                        return rest.Task;
                    },
                    0);
                return call;
            },
            Cancel);
        isInside.Wait(Cancel);

        var closing = gate.CloseAsync();
        Assert.False(closing.IsCompleted);
        goOn.Set();
        await closing.WaitAsync(Servers.Eventually.Deadline, Cancel);

        Assert.False(calling.IsCompleted);
        rest.SetResult();
        await calling;
    }

    [Fact]
    public async Task ClosingFromWithinACall_WaitsForNothing()
    {
        var gate = new HandlerGate();
        var isDone = false;

        await gate.Call(
            _ =>
            {
                isDone = gate.CloseAsync().IsCompleted;
                return Task.CompletedTask;
            },
            0);

        Assert.True(isDone);
        Assert.Same(Task.CompletedTask, gate.Call(static _ => throw new InvalidOperationException("It is closed."), 0));
    }

    [Fact]
    public async Task HandlerThatThrows_LeavesTheGateOpenForTheNext()
    {
        var gate = new HandlerGate();
        Assert.Throws<InvalidOperationException>(() => { _ = gate.Call(static _ => throw new InvalidOperationException("handler"), 0); });
        var called = 0;

        await gate.Call(
            _ =>
            {
                called++;
                return Task.CompletedTask;
            },
            0);
        await gate.CloseAsync();

        Assert.Equal(1, called);
    }
}
