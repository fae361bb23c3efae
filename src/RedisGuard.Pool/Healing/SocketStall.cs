using RedisGuard.Pool.Sockets;
using StackExchange.Redis;

namespace RedisGuard.Pool.Healing;

/// <summary>Finds out for how long a socket has owed an answer, from one look to the next.</summary>
/// <remarks>One caller at a time looks; reading is for everybody.</remarks>
internal sealed class SocketStall(LedgerSocket socket)
{
    private const long Nothing = -1;

    private long _progress = -1;
    private long _owedSince = Nothing;
    private long _askedAt = Environment.TickCount64;

    public LedgerSocket Socket => socket;

    /// <summary>For how long something has been owed while nothing came; zero when nothing is.</summary>
    public TimeSpan Owed =>
        Volatile.Read(ref _owedSince) is not Nothing and var since && socket.IsOpen ? TimeSpan.FromMilliseconds(Environment.TickCount64 - since) : TimeSpan.Zero;

    /// <summary>For how long nothing has come, where the system says so.</summary>
    public TimeSpan Quiet { get; private set; }

    /// <summary>For how long nothing was sent; where the system doesn't say so, for how long it wasn't asked.</summary>
    public TimeSpan Unsent { get; private set; }

    /// <summary>Tells whether it should be asked for a sign of life now.</summary>
    public bool IsToBeAsked(HealingTerms terms) =>
        socket.Age >= terms.Youth && ((Quiet >= terms.Quiet && Owed == TimeSpan.Zero) || Unsent >= terms.Unsent);

    /// <summary>Notes that it is asked now.</summary>
    public void Asked() => _askedAt = Environment.TickCount64;

    /// <summary>Looks again.</summary>
    /// <param name="counters">What the library counts of that node; <see langword="null"/> where it knows none.</param>
    public void Look(ServerCounters? counters)
    {
        var (isOwed, progress) = Read(counters);
        if (!isOwed)
        {
            Volatile.Write(ref _owedSince, Nothing);
        }
        else if (_owedSince == Nothing || progress != _progress)
        {
            Volatile.Write(ref _owedSince, Environment.TickCount64);
        }

        Volatile.Write(ref _progress, progress);
    }

    /// <summary>Tells whether nothing has come since the last look either.</summary>
    /// <param name="counters">As for <see cref="Look"/>.</param>
    public bool IsLasting(ServerCounters? counters) => Read(counters) is (true, var progress) && progress == Volatile.Read(ref _progress);

    private (bool IsOwed, long Progress) Read(ServerCounters? counters)
    {
        if (socket.Read() is { } info)
        {
            Quiet = info.ReceivedAgo;
            Unsent = info.SentAgo;
            return (info.IsOwed, info.Received);
        }

        // Not Linux, or no TCP. The library counts what it sent and what was answered, its own PINGs included.
        Quiet = TimeSpan.Zero;
        Unsent = TimeSpan.FromMilliseconds(Environment.TickCount64 - _askedAt);
        var own = socket.Kind == ConnectionType.Subscription ? counters?.Subscription : counters?.Interactive;
        return own is null ? (false, 0) : (own.SentItemsAwaitingResponse > 0, own.CompletedAsynchronously + own.CompletedSynchronously);
    }
}
