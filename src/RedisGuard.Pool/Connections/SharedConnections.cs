namespace RedisGuard.Pool.Connections;

/// <summary>The connections that the shared way is spread over.</summary>
internal sealed class SharedConnections(SharedConnection[] nodes, TimeProvider time)
{
    // Readings of a busy connection change within microseconds and cost allocations; a few milliseconds old they still
    // tell a stuck connection from a free one, which is what the choice is for.
    private const int ReadingsPerSecond = 100;

    private readonly long[] _outstanding = new long[nodes.Length];
    private long _readAt = long.MinValue;
    private int _turn;

    public IReadOnlyList<SharedConnection> All => nodes;

    /// <summary>How many sockets they have opened so far, together.</summary>
    public long SocketsOpened
    {
        get
        {
            var opened = 0L;
            foreach (var node in nodes)
            {
                opened += node.Current?.Sockets.Opened ?? 0;
            }

            return opened;
        }
    }

    /// <summary>The one to use now.</summary>
    public SharedConnection Next() => nodes.Length == 1 ? nodes[0] : Choose();

    /// <summary>Refuses everybody from now on; what is open is closed by <see cref="CloseAsync"/>.</summary>
    public void Refuse() => Array.ForEach(nodes, static node => node.Refuse());

    public Task CloseAsync() => Task.WhenAll(nodes.Select(static node => node.CloseAsync()));

    // In turn, while they are still to be opened; then the least outstanding of those that are ready.
    private SharedConnection Choose()
    {
        var turn = (int)((uint)Interlocked.Increment(ref _turn) % (uint)nodes.Length);
        if (nodes[turn].Current is null)
        {
            return nodes[turn];
        }

        Refresh();
        var best = turn;
        for (var step = 1; step < nodes.Length; step++)
        {
            var index = (turn + step) % nodes.Length;
            if (Volatile.Read(ref _outstanding[index]) < Volatile.Read(ref _outstanding[best]))
            {
                best = index;
            }
        }

        return nodes[best];
    }

    private void Refresh()
    {
        var now = time.GetTimestamp();
        var readAt = Volatile.Read(ref _readAt);
        if ((readAt != long.MinValue && now - readAt < time.TimestampFrequency / ReadingsPerSecond)
            || Interlocked.CompareExchange(ref _readAt, now, readAt) != readAt)
        {
            return;
        }

        for (var index = 0; index < nodes.Length; index++)
        {
            Volatile.Write(ref _outstanding[index], nodes[index].Current switch
            {
                null => 0,
                { IsReady: true } connection => connection.Outstanding,
                _ => long.MaxValue,
            });
        }
    }
}
