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
        Assert.IsType<RedisSessionLostException>(slot.Refusal(tenancy));
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
