namespace RedisGuard.Pool.Connections;

/// <summary>The connections that the shared way is spread over.</summary>
internal sealed class SharedConnections(SharedConnection[] nodes, TimeProvider time)
{
    // Readings of a busy connection change within microseconds and cost allocations; a few milliseconds old they still
    // tell a stuck connection from a free one, which is what the choice is for.
    private const int ReadingsPerSecond = 100;

    private static readonly TimeSpan GrowthPause = TimeSpan.FromSeconds(5);

    private readonly long[] _outstanding = new long[nodes.Length];
    private readonly long[] _grownAt = new long[nodes.Length];
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
    public SharedConnection Next() => nodes.Length == 1 ? nodes[0] : nodes[Choose(load: null)];

    /// <summary>The index of the one to use now, by another load than the commands that are under way.</summary>
    /// <param name="load">How much each has to bear.</param>
    public int Next(Func<int, long> load) => nodes.Length == 1 ? 0 : Choose(load);

    /// <summary>Refuses everybody from now on; what is open is closed by <see cref="CloseAsync"/>.</summary>
    public void Refuse() => Array.ForEach(nodes, static node => node.Refuse());

    public Task CloseAsync() => Task.WhenAll(nodes.Select(static node => node.CloseAsync()));

    // The least outstanding of those that are open. One that isn't is opened beside the call: nobody waits for it, or fails
    // with it, while another is there.
    private int Choose(Func<int, long>? load)
    {
        var turn = (int)((uint)Interlocked.Increment(ref _turn) % (uint)nodes.Length);
        Refresh();
        var best = -1;
        var least = long.MaxValue;
        for (var step = 0; step < nodes.Length; step++)
        {
            var index = (turn + step) % nodes.Length;
            if (nodes[index].Current is null)
            {
                continue;
            }

            var bears = load is null ? Volatile.Read(ref _outstanding[index]) : load(index);
            if (best < 0 || bears < least)
            {
                (best, least) = (index, bears);
            }
        }

        if (best < 0)
        {
            return turn;
        }

        if (nodes[turn].Current is null)
        {
            Grow(turn);
        }

        return best;
    }

    // Once in a while: a server that refuses more connections shall not be asked at each call.
    private void Grow(int index)
    {
        var now = time.GetTimestamp();
        var grownAt = Volatile.Read(ref _grownAt[index]);
        if ((grownAt == 0 || time.GetElapsedTime(grownAt, now) >= GrowthPause)
            && Interlocked.CompareExchange(ref _grownAt[index], now, grownAt) == grownAt)
        {
            try
            {
                nodes[index].OpenAsync().Observe();
            }
            catch (ObjectDisposedException)
            {
                // The pool is being closed.
            }
        }
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
