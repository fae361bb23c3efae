using System.Runtime.CompilerServices;
using RedisGuard.Watch.Library;
using StackExchange.Redis;

namespace RedisGuard.Watch.Connections;

/// <summary>
/// Dies with a multiplexer and looks at it then. Attached to it from outside, so that it holds it without keeping it alive.
/// </summary>
internal sealed class CollectionWitness
{
    private static readonly ConditionalWeakTable<ConnectionMultiplexer, CollectionWitness> s_attached = new();

    private readonly ConnectionMultiplexer _multiplexer;
    private readonly TrackedConnection _connection;

    private CollectionWitness(ConnectionMultiplexer multiplexer, TrackedConnection connection)
    {
        _multiplexer = multiplexer;
        _connection = connection;
    }

    ~CollectionWitness() => _connection.Collected(SeRedisInternals.IsClosed(_multiplexer));

    /// <summary>The record of a multiplexer that was met before, or <see langword="null"/>.</summary>
    public static TrackedConnection? RecordOf(ConnectionMultiplexer multiplexer) =>
        s_attached.TryGetValue(multiplexer, out var witness) ? witness._connection : null;

    public static void Attach(ConnectionMultiplexer multiplexer, TrackedConnection connection) =>
        s_attached.AddOrUpdate(multiplexer, new CollectionWitness(multiplexer, connection));
}
