using RedisGuard.Cli.Fleet;

namespace RedisGuard.Cli.Server.Tests.Fleet;

/// <summary>
/// The connections of one server, second by second. An instance keeps its shared connection and opens others as its load asks,
/// up to its limit. Deployed ones overlap; after a failover all connect again at once while the old sockets are half open.
/// </summary>
internal sealed class SimulatedFleet(Random random, FleetShape shape)
{
    private const int PeakFrom = 100;
    private const int DeploymentFrom = 200;
    private const int DeploymentTo = 400;
    private const int FailoverAt = 450;
    private const int HalfOpenFor = 60;

    private readonly int[] _instances = new int[shape.Instances];
    private readonly int[] _starting = new int[shape.Instances];
    private long _halfOpen;

    public long Connected { get; private set; } = shape.Others;

    public long Peak { get; private set; }

    public long TurnedAway { get; private set; }

    public static string Stage(int second) => second switch
    {
        < PeakFrom => "start",
        < DeploymentFrom => "peak",
        < DeploymentTo => "deployment",
        < FailoverAt => "peak",
        < FailoverAt + HalfOpenFor => "failover",
        _ => "after",
    };

    public void Second(int second)
    {
        if (second == FailoverAt)
        {
            // The server doesn't know that they are gone, and all come again.
            _halfOpen = Used();
            Array.Clear(_instances);
        }

        if (second == FailoverAt + HalfOpenFor)
        {
            _halfOpen = 0;
        }

        Count();
        Deploy(second);
        for (var instance = 0; instance < _instances.Length; instance++)
        {
            // They start within the first half minute, in no order.
            if (second < 30 && instance % 30 > second)
            {
                continue;
            }

            Grow(_instances, instance, second);
            if (_starting[instance] > 0)
            {
                Grow(_starting, instance, second);
            }
        }

        Count();
    }

    // One after the other: the new one starts, and the old one ends when it is up.
    private void Deploy(int second)
    {
        if (second is < DeploymentFrom or >= DeploymentTo)
        {
            return;
        }

        var each = shape.Instances / (DeploymentTo - DeploymentFrom) + 1;
        for (var offset = 0; offset < each; offset++)
        {
            var next = ((second - DeploymentFrom) * each) + offset;
            if (next < shape.Instances && TryOpen(1))
            {
                _starting[next] = 1;
            }

            var ended = next - (each * 30);
            if (ended >= 0 && ended < shape.Instances && _starting[ended] > 0)
            {
                (_instances[ended], _starting[ended]) = (_starting[ended], 0);
            }
        }

        Count();
    }

    private void Grow(int[] instances, int instance, int second)
    {
        var load = Stage(second) is "start" or "after" ? 0.3 : 1.0;
        var wanted = Math.Clamp((int)(shape.Max * load * (0.8 + (0.4 * random.NextDouble()))), 1, shape.Max);
        if (wanted > instances[instance])
        {
            var more = wanted - instances[instance];
            for (; more > 0 && TryOpen(1); more--)
            {
                instances[instance]++;
            }
        }
        else
        {
            Connected -= (long)(instances[instance] - wanted) * shape.SocketsPerNode;
            instances[instance] = wanted;
        }
    }

    private bool TryOpen(int connections)
    {
        var sockets = (long)connections * shape.SocketsPerNode;
        if (Connected + sockets > shape.MaxClients)
        {
            TurnedAway++;
            return false;
        }

        Connected += sockets;
        Peak = Math.Max(Peak, Connected);
        return true;
    }

    private long Used() => ((long)_instances.Sum() + _starting.Sum()) * shape.SocketsPerNode;

    private void Count() => Connected = shape.Others + _halfOpen + Used();
}
