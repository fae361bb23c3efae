using RedisGuard.Pool.Telemetry;

namespace RedisGuard.Pool.Resilience;

/// <summary>Counts the attempts of a pool's connections to come back.</summary>
internal sealed class ReconnectTally(PoolInstruments instruments)
{
    private long _attempts;

    public long Attempts => Interlocked.Read(ref _attempts);

    public void Add()
    {
        Interlocked.Increment(ref _attempts);
        instruments.Reconnecting();
    }
}
