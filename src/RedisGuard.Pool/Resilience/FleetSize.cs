namespace RedisGuard.Pool.Resilience;

/// <summary>The number of clients that a server had when it last said so: as many will come back when it was gone.</summary>
/// <param name="rate">How many connects a second it shall see at most.</param>
internal sealed class FleetSize(int rate)
{
    // Less than the heartbeat in which the library asks is as good as at each of them.
    private static readonly TimeSpan LeastSpread = TimeSpan.FromMilliseconds(500);

    private long _clients;

    /// <summary>The server's own count, of sockets; 0 while it is unknown.</summary>
    public long Clients
    {
        get => Interlocked.Read(ref _clients);
        set => Interlocked.Exchange(ref _clients, value);
    }

    /// <summary>A moment of one's own within the time that all of them need at that rate; none while their number is unknown.</summary>
    /// <param name="most">How long it is at most.</param>
    public TimeSpan Turn(TimeSpan most)
    {
        var all = TimeSpan.FromSeconds((double)Clients / rate);
        return (all < most ? all : most) * Random.Shared.NextDouble();
    }

    /// <summary>The time over which all of them come back; <see langword="null"/> while their number is unknown.</summary>
    public TimeSpan? Spread
    {
        get
        {
            var clients = Clients;
            if (clients <= 0)
            {
                return null;
            }

            var spread = TimeSpan.FromSeconds((double)clients / rate);
            return spread > LeastSpread ? spread : LeastSpread;
        }
    }
}
