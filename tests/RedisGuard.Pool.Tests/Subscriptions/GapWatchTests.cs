using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using NSubstitute;
using RedisGuard.Pool.Sockets;
using RedisGuard.Pool.Subscriptions;
using RedisGuard.Pool.Tests.Servers;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests.Subscriptions;

/// <summary>When a gap is told, without a server.</summary>
public sealed class GapWatchTests : IDisposable
{
    private static readonly RedisChannel Channel = RedisChannel.Literal("gap-watch");

    private readonly TcpListener _node = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<RedisGapCause> _gaps = new();
    private int _looks;

    public void Dispose() => _node.Dispose();

    /// <summary>
    /// The library took a killed node for connected by its other socket, and its channels for there. (Seen as a gap «Reconnected» of a channel
    /// whose node was gone, before it came from another: who then reads anew what it missed, reads too early.)
    /// </summary>
    [Fact]
    public async Task NodeThatIsConnectedByItsOtherSocket_IsNoEndOfAGap()
    {
        _node.Start();
        using var successor = new Socket(SocketType.Stream, ProtocolType.Tcp);
        var watch = Watch();

        watch.Opening(new LedgerSocket(_node.LocalEndpoint, ConnectionType.Interactive, generation: 2, successor));

        await Eventually.TrueAsync(() => Volatile.Read(ref _looks) >= 4 || !_gaps.IsEmpty);
        Assert.Empty(_gaps);
        await successor.ConnectAsync(_node.LocalEndpoint, TestContext.Current.CancellationToken);
        await Eventually.TrueAsync(() => !_gaps.IsEmpty);
        Assert.Equal([RedisGapCause.Reconnected], _gaps);
    }

    private GapWatch Watch()
    {
        var server = Substitute.For<IServer>();
        server.EndPoint.Returns(_node.LocalEndpoint);
        server.IsConnected.Returns(true);
        server.Protocol.Returns(RedisProtocol.Resp3);
        server.GetCounters().Returns(new ServerCounters(_node.LocalEndpoint));
        var library = Substitute.For<IConnectionMultiplexer>();
        library.GetServers().Returns(_ =>
        {
            Interlocked.Increment(ref _looks);
            return [server];
        });
        var subscriber = Substitute.For<ISubscriber>();
        subscriber.SubscribedEndpoint(Channel).Returns(_node.LocalEndpoint);
        library.GetSubscriber().Returns(subscriber);
        return new GapWatch(library) { Receiver = new Receiver(_gaps) };
    }

    private sealed class Receiver(ConcurrentQueue<RedisGapCause> gaps) : IMessageReceiver
    {
        public IEnumerable<RedisChannel> Channels => [Channel];

        public void TellGap(RedisChannel channel, RedisGapCause cause) => gaps.Enqueue(cause);

        public void TellLost(LedgerSocket successor)
        {
        }

        public void TellUnconfirmed(RedisChannel channel)
        {
        }
    }
}
