using RedisGuard.Pool.Connections;

namespace RedisGuard.Pool.Tests.Connections;

public sealed class PermitQueueTests
{
    private const int NoLimit = int.MaxValue;

    [Fact]
    public void Permits_AreHandedOut_UntilNoneIsLeft()
    {
        var queue = new PermitQueue(2);

        Assert.True(queue.TryAcquire());
        Assert.True(queue.TryAcquire());
        Assert.False(queue.TryAcquire());
        queue.Release();
        Assert.True(queue.TryAcquire());
    }

    [Fact]
    public async Task Waiters_AreServedInOrder()
    {
        var queue = new PermitQueue(1, TaskCreationOptions.None);
        Assert.True(queue.TryAcquire());
        var first = queue.Enqueue(NoLimit)!;
        var second = queue.Enqueue(NoLimit)!;

        queue.Release();
        await first.Task;
        Assert.False(second.Task.IsCompleted);
        queue.Release();
        await second.Task;
    }

    [Fact]
    public void Newcomer_DoesNotOvertakeTheQueue()
    {
        var queue = new PermitQueue(1);
        Assert.True(queue.TryAcquire());
        var waiter = queue.Enqueue(NoLimit)!;

        queue.Release();

        Assert.False(queue.TryAcquire());
        Assert.True(waiter.Task.IsCompletedSuccessfully);
    }

    [Fact]
    public void FirstInLine_GoesBeforeAllOthers()
    {
        var queue = new PermitQueue(1);
        Assert.True(queue.TryAcquire());
        var ordinary = queue.Enqueue(NoLimit)!;
        var shared = queue.Enqueue(NoLimit, first: true)!;

        queue.Release();

        Assert.True(shared.Task.IsCompletedSuccessfully);
        Assert.False(ordinary.Task.IsCompleted);
    }

    [Fact]
    public void Queue_HasALength()
    {
        var queue = new PermitQueue(1);
        Assert.True(queue.TryAcquire());

        Assert.NotNull(queue.Enqueue(1));
        Assert.Null(queue.Enqueue(1));
        Assert.Equal(1, queue.Waiting);
    }

    [Fact]
    public void WithdrawnWaits_CostNoPermit()
    {
        var queue = new PermitQueue(2);
        Assert.True(queue.TryAcquire());
        Assert.True(queue.TryAcquire());
        for (var i = 0; i < 10; i++)
        {
            Assert.True(queue.Withdraw(queue.Enqueue(NoLimit)!));
        }

        queue.Release();
        queue.Release();

        Assert.Equal(2, queue.Available);
    }

    [Fact]
    public void GrantBeforeWithdraw_IsToldToTheWaiter_WhoPassesItOn()
    {
        var queue = new PermitQueue(1);
        Assert.True(queue.TryAcquire());
        var impatient = queue.Enqueue(NoLimit)!;
        var next = queue.Enqueue(NoLimit)!;

        queue.Release();
        Assert.False(queue.Withdraw(impatient));
        queue.Release();

        Assert.True(next.Task.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Close_FailsWaitersAndNewcomers_AndKeepsCount()
    {
        var queue = new PermitQueue(1);
        Assert.True(queue.TryAcquire());
        var waiter = queue.Enqueue(NoLimit)!;

        queue.Close();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiter.Task);
        Assert.Throws<ObjectDisposedException>(() => queue.Enqueue(NoLimit));
        queue.Release();
        Assert.Equal(1, queue.Available);
    }

    [Fact]
    public async Task RacingReleaseWithdrawAndAcquire_LoseNoPermit()
    {
        const int permits = 3;
        const int workers = 8;
        const int rounds = 40_000;
        var queue = new PermitQueue(permits);
        var held = 0;
        var most = 0;

        await Task.WhenAll(Enumerable.Range(0, workers).Select(worker => Task.Run(async () =>
        {
            var random = new Random(worker);
            for (var round = 0; round < rounds; round++)
            {
                if (!queue.TryAcquire())
                {
                    var waiter = queue.Enqueue(NoLimit)!;
                    if (random.Next(2) == 0 && queue.Withdraw(waiter))
                    {
                        continue;
                    }

                    await waiter.Task;
                }

                InterlockedMax(ref most, Interlocked.Increment(ref held));
                Interlocked.Decrement(ref held);
                queue.Release();
            }
        })));

        Assert.Equal(permits, queue.Available);
        Assert.InRange(most, 1, permits);
    }

    private static void InterlockedMax(ref int target, int value)
    {
        int seen;
        while (value > (seen = Volatile.Read(ref target)) && Interlocked.CompareExchange(ref target, value, seen) != seen)
        {
        }
    }

    [Fact]
    public void BorrowedPermit_MayBeWaitedFor_ThoughNobodyMayWait()
    {
        var queue = new PermitQueue(1, TaskCreationOptions.None);
        Assert.True(queue.TryBorrow());
        Assert.False(queue.TryBorrow());

        var waiter = queue.Enqueue(maxWaiters: 0);
        Assert.Null(queue.Enqueue(maxWaiters: 0));
        queue.GiveBack();

        Assert.True(waiter!.Task.IsCompletedSuccessfully);
        Assert.Null(queue.Enqueue(maxWaiters: 0));
        queue.Release();
        Assert.Equal(1, queue.Available);
    }
}
