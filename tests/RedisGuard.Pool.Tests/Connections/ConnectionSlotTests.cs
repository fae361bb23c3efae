using System.Net;
using System.Net.Sockets;
using RedisGuard.Pool.Connections;
using RedisGuard.Pool.Leases;
using RedisGuard.Pool.Sockets;
using RedisGuard.Pool.Tests.Doubles;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests.Connections;

public sealed class ConnectionSlotTests
{
    private static readonly EndPoint Node = new IPEndPoint(IPAddress.Loopback, 1);

    [Fact]
    public void RefusedReconnect_EndsTheSessionOfItsTenant()
    {
        var (connection, sockets) = Connection("one");
        var slot = new ConnectionSlot(0) { Connection = connection };
        Connect(sockets);
        var tenancy = slot.Begin(default, now: 0, operations: 0);
        Assert.True(slot.IsUsable(tenancy));

        Connect(sockets);

        Assert.False(slot.IsUsable(tenancy));
        Assert.Equal(LeaseSpoil.Lost, slot.SpoiltBy);
        Assert.Contains("rented at ", Assert.IsType<RedisSessionLostException>(slot.Refusal(tenancy)).Message, StringComparison.Ordinal);
    }

    /// <summary>Closing, the library may try to reconnect: the refusal of that was taken for a loss of the next tenant's session.</summary>
    [Fact]
    public void RefusedReconnectOfTheConnectionBefore_IsNoLossOfTheNext()
    {
        var (before, sockets) = Connection("before");
        var slot = new ConnectionSlot(0) { Connection = before };
        Connect(sockets);
        slot.TryEnd(slot.Begin(default, now: 0, operations: 0), TenancyEnd.Returned);
        slot.Connection = null;
        slot.Connection = Connection("after").Connection;
        var tenancy = slot.Begin(default, now: 0, operations: 0);

        Connect(sockets);

        Assert.True(slot.IsUsable(tenancy));
        Assert.Equal(LeaseSpoil.None, slot.SpoiltBy);
    }

    [Fact]
    public void Tenancy_BeginsClean_AndRemembersHow()
    {
        var slot = new ConnectionSlot(0) { Connection = new FakeConnection("fake") };
        Assert.Equal(-1, slot.SeenTenancy);
        slot.Begin(new RedisCallSite("One.cs", 1, "One"), now: 10, operations: 20);
        slot.LongHeldThreshold = TimeSpan.FromHours(1);
        slot.Spoil(LeaseSpoil.Command);
        slot.Spoil(LeaseSpoil.Sequence);
        Assert.Equal(LeaseSpoil.Command, slot.SpoiltBy); // the first reason is the one that is told

        var tenancy = slot.Begin(new RedisCallSite("Two.cs", 2, "Two"), now: 30, operations: 40);

        Assert.Equal((tenancy, 30, 40, RedisConnectionState.Leased), (slot.Tenancy, slot.RentedAt, slot.OperationsAtStart, slot.State));
        Assert.Equal(("Two.cs", LeaseSpoil.None, (TimeSpan?)null), (slot.Site.FilePath, slot.SpoiltBy, slot.LongHeldThreshold));
    }

    [Fact]
    public void Tenancy_EndsOnce_AndIsRememberedUntilTheNext()
    {
        var slot = new ConnectionSlot(0) { Connection = new FakeConnection("fake") };
        var one = slot.Begin(default, now: 0, operations: 0);
        Assert.Equal(TenancyEnd.Held, slot.EndOf(one));
        Assert.True(slot.TrySpoil(one, LeaseSpoil.Command));

        Assert.True(slot.TryEnd(one, TenancyEnd.Abandoned));
        Assert.False(slot.TryEnd(one, TenancyEnd.Returned));
        Assert.False(slot.IsHeld(one));
        Assert.False(slot.TrySpoil(one, LeaseSpoil.Command));
        Assert.Equal(TenancyEnd.Abandoned, slot.EndOf(one));
        Assert.Contains("of a lease that is over", Assert.IsType<ObjectDisposedException>(slot.Refusal(one)).Message, StringComparison.Ordinal);

        var other = slot.Begin(default, now: 0, operations: 0);
        Assert.NotEqual(one, other);
        Assert.Equal((TenancyEnd.Returned, TenancyEnd.Held), (slot.EndOf(one), slot.EndOf(other)));
        Assert.False(slot.TryEnd(one, TenancyEnd.Reclaimed));
        Assert.True(slot.IsUsable(other));
    }

    private static (FakeConnection Connection, ConfigurationOptions Sockets) Connection(string name)
    {
        var configuration = new ConfigurationOptions();
        var sockets = new SocketLedger();
        sockets.Attach(configuration, TimeSpan.FromSeconds(30));
        return (new FakeConnection(name) { Sockets = sockets }, configuration);
    }

    private static void Connect(ConfigurationOptions sockets)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        sockets.BeforeSocketConnect!(Node, ConnectionType.Interactive, socket);
    }
}
