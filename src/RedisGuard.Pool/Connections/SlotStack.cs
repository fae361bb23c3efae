namespace RedisGuard.Pool.Connections;

/// <summary>A lock-free stack of slots that allocates nothing; last in, first out, so that the warmest connection is used first.</summary>
/// <remarks>The head carries a counter beside the index: a slot popped and pushed again in between cannot be mistaken for itself.</remarks>
internal sealed class SlotStack(ConnectionSlot[] slots)
{
    private const int Empty = -1;

    // counter << 32 | index of the top slot
    private long _head = uint.MaxValue;

    public void Push(ConnectionSlot slot)
    {
        while (true)
        {
            var head = Volatile.Read(ref _head);
            slot.Next = (int)head;
            if (Interlocked.CompareExchange(ref _head, Follow(head, slot.Index), head) == head)
            {
                return;
            }
        }
    }

    public ConnectionSlot? TryPop()
    {
        while (true)
        {
            var head = Volatile.Read(ref _head);
            var index = (int)head;
            if (index == Empty)
            {
                return null;
            }

            var slot = slots[index];
            if (Interlocked.CompareExchange(ref _head, Follow(head, slot.Next), head) == head)
            {
                return slot;
            }
        }
    }

    private static long Follow(long head, int index) => (((head >>> 32) + 1) << 32) | (uint)index;
}
