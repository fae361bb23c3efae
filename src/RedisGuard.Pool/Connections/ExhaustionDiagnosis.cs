using System.Globalization;
using RedisGuard.Pool.Telemetry;
using StackExchange.Redis;

namespace RedisGuard.Pool.Connections;

/// <summary>Says why there was no connection: read by somebody at three in the morning.</summary>
/// <param name="look">Takes a picture of the pool, without its subscriptions.</param>
/// <param name="instruments">Counts the calls that fail.</param>
/// <param name="options">The pool's.</param>
/// <param name="time">The pool's clock.</param>
internal sealed class ExhaustionDiagnosis(Func<RedisPoolSnapshot> look, PoolInstruments instruments, RedisPoolOptions options, TimeProvider time)
{
    private static readonly TimeSpan Freshness = TimeSpan.FromMilliseconds(100);

    private readonly object _gate = new();
    private ExhaustionPicture? _picture;
    private long _takenAt;

    public RedisPoolExhaustedException QueueIsFull(int waiters) =>
        Diagnose(string.Create(CultureInfo.InvariantCulture, $"{waiters} calls already wait for a connection (MaxWaiters)"));

    public RedisPoolExhaustedException TimedOut(TimeSpan waited) =>
        Diagnose(string.Create(CultureInfo.InvariantCulture, $"none became free in {waited.TotalSeconds:0.0} s"));

    /// <param name="waited">How long the caller waited.</param>
    /// <param name="inner">What ended the wait.</param>
    /// <param name="isKept">Whether another may have the connection once it is there.</param>
    public RedisTimeoutException ConnectTooSlow(TimeSpan waited, Exception inner, bool isKept)
    {
        instruments.TimedOut();
        var now = look();
        return new RedisTimeoutException(
            string.Create(CultureInfo.InvariantCulture, $"Opening a connection of pool '{now.Name}' to {now.EndPoints} took longer than the {waited.TotalSeconds:0.0} s that were left of AcquireTimeout ({inner.Message.TrimEnd('.')}). When it arrives, it {(isKept ? "goes to the pool" : "is closed")}."),
            CommandStatus.Unknown);
    }

    private RedisPoolExhaustedException Diagnose(string what)
    {
        instruments.TimedOut();
        return new RedisPoolExhaustedException(what, Picture());
    }

    // One for all who fail within the same tenth of a second: a picture of a large pool costs more than what failed.
    private ExhaustionPicture Picture()
    {
        lock (_gate)
        {
            if (_picture is null || time.GetElapsedTime(_takenAt) >= Freshness)
            {
                var now = look();
                _takenAt = time.GetTimestamp();
                _picture = new ExhaustionPicture(now, Judge(now));
            }

            return _picture;
        }
    }

    private RedisExhaustionCause Judge(RedisPoolSnapshot now)
    {
        if (IsMost(now.Count(RedisConnectionState.Connecting), now.Connections.Count))
        {
            return RedisExhaustionCause.ConnectStorm;
        }

        // Held for long and silent. One that waits for a reply is at work, however long.
        var leaking = now.Leaks.Select(static leak => leak.Site).ToHashSet();
        var silent = now.Leases.Where(static lease => lease.Outstanding == 0).ToArray();
        if (IsMost(silent.Count(lease => leaking.Contains(lease.Site) || IsLong(lease.HeldFor)), now.Leases.Count))
        {
            return RedisExhaustionCause.Leak;
        }

        return IsMost(now.Leases.Count - silent.Length, now.Leases.Count) ? RedisExhaustionCause.SlowServer : RedisExhaustionCause.Load;
    }

    // A caller that waited as long as it may, for leases that were held before it came, has seen nothing move.
    private bool IsLong(TimeSpan held) =>
        options.LongHeldThreshold != Timeout.InfiniteTimeSpan && held >= options.LongHeldThreshold;

    private static bool IsMost(int part, int all) => all > 0 && part * 2 >= all;
}
