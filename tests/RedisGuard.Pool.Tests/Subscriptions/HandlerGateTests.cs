using RedisGuard.Pool.Subscriptions;

namespace RedisGuard.Pool.Tests.Subscriptions;

public sealed class HandlerGateTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>
    /// The moment between the look at the flag and the call is too short to be met by chance; a handler that has been called and has
    /// not begun its work is the same to who closes.
    /// </summary>
    [Fact]
    public async Task Race_CallThatPassedTheLook_HasBegunWhenClosingCompletes()
    {
        var gate = new HandlerGate();
        using var isCalled = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        var rest = new TaskCompletionSource();
        var hasBegun = false;
        var calling = Task.Run(
            () =>
            {
                var call = gate.Call(
                    _ =>
                    {
                        isCalled.Set();
                        goOn.Wait(Cancel);
                        hasBegun = true;
                        return rest.Task;
                    },
                    0);
                return call;
            },
            Cancel);
        isCalled.Wait(Cancel);

        var closing = gate.CloseAsync();
        Assert.False(closing.IsCompleted);
        goOn.Set();
        await closing.WaitAsync(Servers.Eventually.Deadline, Cancel);

        // It has begun, and is not waited for until it ends.
        Assert.True(hasBegun);
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

    [Fact]
    public async Task CallThatEndedOnAnotherThread_HoldsUpNoClose()
    {
        var gate = new HandlerGate();
        var caller = new Thread(() => gate.Call(static _ => Task.CompletedTask, 0).GetAwaiter().GetResult());
        caller.Start();
        caller.Join();

        var closing = gate.CloseAsync();

        Assert.True(closing.IsCompletedSuccessfully);
        await closing;
    }
}
