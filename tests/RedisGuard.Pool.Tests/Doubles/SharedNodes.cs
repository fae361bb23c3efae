using RedisGuard.Pool.Connections;
using RedisGuard.Pool.Telemetry;

namespace RedisGuard.Pool.Tests.Doubles;

/// <summary>Shared connections to nowhere, of a pool that has a few permits.</summary>
internal sealed class SharedNodes(int permits, TimeProvider time)
{
    private readonly RedisPoolOptions _options = Pools.Options();

    public FakeOpener Opener { get; } = new();

    public ConnectionSlots Slots { get; } = new(permits);

    /// <summary>Those that somebody else disposed.</summary>
    public List<IPhysicalConnection> Disposed { get; } = [];

    public SharedConnection Node()
    {
        var instruments = new PoolInstruments(_options.Name!);
        using var pool = Pools.Fake(new FakeOpener());
        var picture = pool.GetSnapshot();
        return new SharedConnection(
            Slots,
            new SlotConnector(Slots, Opener, instruments, new FakeLoggers().CreateLogger("test"), _options, time),
            new ExhaustionDiagnosis(() => picture, instruments, _options, time),
            () => new Deadline(time, _options.AcquireTimeout),
            Disposed.Add);
    }

    public SharedConnections Of(int count) => new([.. Enumerable.Range(0, count).Select(_ => Node())], time);
}
