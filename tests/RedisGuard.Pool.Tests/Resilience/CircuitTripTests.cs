using System.Net.Sockets;
using RedisGuard.Pool.Resilience;
using RedisGuard.Pool.Tests.Doubles;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests.Resilience;

/// <summary>Words for whoever reads the log at night.</summary>
public sealed class CircuitTripTests
{
    public static TheoryData<Exception?, string> Causes => new()
    {
        { RedisExceptions.Answer("LOADING Redis is loading the dataset in memory"), "loads its data" },
        { RedisExceptions.Answer("READONLY You can't write against a read only replica."), "Writes reach a replica" },
        { RedisExceptions.Answer("CLUSTERDOWN The cluster is down"), "says that it can't serve" },
        { RedisExceptions.Refused(), "refuses the user or the password" },
        { RedisExceptions.Lost(), "is down, or the network" },
        { new SocketException(104), "is down, or the network" },
        { new EndOfStreamException(), "is down, or the network" },
        { RedisExceptions.Slow(), "slow or hangs" },
        { new NotSupportedException(), "The server doesn't serve" },
        { null, "The server doesn't serve" },
    };

    [Theory]
    [MemberData(nameof(Causes))]
    public void LikelyCause_IsSaid(Exception? fault, string words) =>
        Assert.Contains(words, new CircuitTrip("reason", fault).LikelyCause, StringComparison.Ordinal);

    [Fact]
    public void Reasons_HaveTheirNumbers_AndTheLastFault()
    {
        var counts = new CircuitCounts(Calls: 40, Failures: 30, FaultsInARow: 7);
        var fault = RedisExceptions.Slow();

        Assert.Equal("30 of 40 calls failed within 10 s, the last with RedisTimeoutException (slow)", CircuitTrip.ByRatio(counts, TimeSpan.FromSeconds(10), fault).Reason);
        Assert.Equal("7 connection faults came in a row, the last a RedisTimeoutException (slow)", CircuitTrip.ByFaults(counts, fault).Reason);
        Assert.Equal("a probe failed with RedisTimeoutException (slow)", CircuitTrip.ByProbe(fault).Reason);
        Assert.Same(fault, CircuitTrip.ByProbe(fault).Fault);
        Assert.Equal(("it was isolated by hand", null), (CircuitTrip.ByHand().Reason, CircuitTrip.ByHand().Fault));
    }
}
