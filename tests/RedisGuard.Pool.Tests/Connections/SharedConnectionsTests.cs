using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;
using RedisGuard.Pool.Connections;
using RedisGuard.Pool.Sockets;
using RedisGuard.Pool.Tests.Doubles;
using RedisGuard.Pool.Tests.Servers;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests.Connections;

/// <summary>Of several shared connections the one with the least to do is used; those that aren't there are opened beside the calls.</summary>
public sealed class SharedConnectionsTests
{
    private static readonly TimeSpan Reading = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly FakeTimeProvider _time = new();
    private readonly SharedNodes _nodes;

    public SharedConnectionsTests() => _nodes = new SharedNodes(permits: 3, _time);

    [Fact]
    public async Task OneAlone_IsTheOne_WhateverItsLoad()
    {
        var shared = _nodes.Of(1);

        Assert.Same(shared.All[0], shared.Next());
        Assert.Equal(0, shared.Next(static _ => throw new InvalidOperationException("It has no choice.")));
        await shared.CloseAsync();
        Assert.Equal(0, _nodes.Opener.Opened);
    }

    [Fact]
    public async Task LoadOfAnotherKind_Decides_AmongThoseThatAreOpen()
    {
        var shared = _nodes.Of(3);
        await shared.All[1].OpenAsync();
        await shared.All[2].OpenAsync();
        long[] load = [1, 9, 8];

        Assert.All(Enumerable.Range(0, 6), _ => Assert.Equal(2, shared.Next(index => load[index])));
        load[2] = 10;
        Assert.All(Enumerable.Range(0, 6), _ => Assert.Equal(1, shared.Next(index => index == 0 ? 11 : load[index])));
        await shared.CloseAsync();
    }

    [Fact]
    public async Task OfEqualOnes_EachHasItsTurn()
    {
        var shared = _nodes.Of(3);
        await OpenAllAsync(shared);

        Assert.Equal([2, 2, 2], Enumerable.Range(0, 6).Select(_ => shared.Next(static _ => 0)).GroupBy(static index => index).Select(static turns => turns.Count()));
        await shared.CloseAsync();
    }

    [Fact]
    public async Task WhatIsUnderWay_IsReadAHundredTimesASecond()
    {
        var shared = _nodes.Of(2);
        await OpenAllAsync(shared);
        var readings = 0;
        _nodes.Opener.Connections.ForEach(connection => connection.OnOutstanding = () =>
        {
            readings++;
            return 0;
        });

        shared.Next();
        _time.Advance(Reading - TimeSpan.FromTicks(1));
        shared.Next();
        Assert.Equal(2, readings);

        _time.Advance(TimeSpan.FromTicks(1));
        shared.Next();
        shared.Next();
        Assert.Equal(4, readings);
        await shared.CloseAsync();
    }

    /// <summary>A server that refuses more connections is not asked at each call.</summary>
    [Fact]
    public async Task OneThatIsMissing_IsAskedForOnceInFiveSeconds()
    {
        var shared = _nodes.Of(2);
        await shared.All[0].OpenAsync();
        _nodes.Opener.OnOpen = static _ => Task.FromException(new IOException("no"));

        await AskAsync(attempts: 1);
        _time.Advance(Pause - TimeSpan.FromTicks(1));
        await AskAsync(attempts: 1);
        _time.Advance(TimeSpan.FromTicks(1));
        await AskAsync(attempts: 2);

        _nodes.Opener.OnOpen = static _ => Task.CompletedTask;
        _time.Advance(Pause);
        await AskAsync(attempts: 3);
        await Eventually.TrueAsync(() => shared.All[1].Current is not null);
        await shared.CloseAsync();

        async Task AskAsync(int attempts)
        {
            Assert.All(Enumerable.Range(0, 4), _ => Assert.Same(shared.All[0], shared.Next()));
            await Eventually.TrueAsync(() => _nodes.Opener.Opened == attempts + 1 && (attempts == 3 || shared.All[1].Failure is not null));
            Assert.Equal(attempts + 1, _nodes.Opener.Opened);
        }
    }

    [Fact]
    public async Task Sockets_AreCountedOfThoseThatAreOpen()
    {
        var shared = _nodes.Of(3);
        Assert.Equal(0, shared.SocketsOpened);
        await shared.All[0].OpenAsync();
        await shared.All[2].OpenAsync();
        foreach (var connection in _nodes.Opener.Connections)
        {
            Add(connection.Sockets);
        }

        Add(_nodes.Opener.Connections[1].Sockets);

        Assert.Equal(3, shared.SocketsOpened);
        await shared.CloseAsync();
        Assert.Equal(0, shared.SocketsOpened);
    }

    [Fact]
    public async Task Refused_OpensNothingMore()
    {
        var shared = _nodes.Of(2);
        await shared.All[0].OpenAsync();

        shared.Refuse();
        shared.Next();

        Assert.Equal(1, _nodes.Opener.Opened);
        await shared.CloseAsync();
        Assert.Equal(3, _nodes.Slots.Permits.Available);
    }

    private static Task<IPhysicalConnection[]> OpenAllAsync(SharedConnections shared) => Task.WhenAll(shared.All.Select(static node => node.OpenAsync()));

    private static void Add(SocketLedger ledger)
    {
        var configuration = new ConfigurationOptions();
        ledger.Attach(configuration, Pause);
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        configuration.BeforeSocketConnect!(new IPEndPoint(IPAddress.Loopback, 1), ConnectionType.Interactive, socket);
    }
}
