using RedisGuard.Pool.Connections;

namespace RedisGuard.Pool.Tests.Connections;

public sealed class SlotStackTests
{
    private const int Slots = 4;

    private readonly ConnectionSlot[] _slots = [.. Enumerable.Range(0, Slots).Select(static index => new ConnectionSlot(index))];

    [Fact]
    public void LastIn_IsFirstOut_UntilNoneIsLeft()
    {
        var stack = new SlotStack(_slots);
        Assert.Null(stack.TryPop());
        Array.ForEach(_slots, stack.Push);

        Assert.Same(_slots[3], stack.TryPop());
        stack.Push(_slots[3]);

        Assert.Equal([3, 2, 1, 0], Enumerable.Range(0, Slots).Select(_ => stack.TryPop()!.Index));
        Assert.Null(stack.TryPop());
        stack.Push(_slots[0]);
        Assert.Same(_slots[0], stack.TryPop());
    }

    /// <summary>A slot that was popped and pushed again in between is not mistaken for itself: what lies beneath it may be another's.</summary>
    [Fact]
    public async Task RacingPushesAndPops_NeverGiveOneSlotToTwo()
    {
        const int rounds = 100_000;
        var stack = new SlotStack(_slots);
        Array.ForEach(_slots, stack.Push);
        var held = new int[Slots];
        var twice = 0;

        await Task.WhenAll(Enumerable.Range(0, Slots).Select(_ => Task.Run(() =>
        {
            for (var round = 0; round < rounds; round++)
            {
                if (stack.TryPop() is not { } slot)
                {
                    continue;
                }

                if (Interlocked.Increment(ref held[slot.Index]) != 1)
                {
                    Interlocked.Increment(ref twice);
                }

                Interlocked.Decrement(ref held[slot.Index]);
                stack.Push(slot);
            }
        })));

        Assert.Equal(0, twice);
        Assert.Equal(Slots, Enumerable.Range(0, Slots).Select(_ => stack.TryPop()).Distinct().Count(static slot => slot is not null));
    }
}
