using System.Net;
using RedisGuard.Pool.Healing;
using RedisGuard.Pool.Resilience;
using RedisGuard.Pool.Sockets;
using RedisGuard.Pool.Subscriptions;
using RedisGuard.Pool.Upkeep;
using StackExchange.Redis;

namespace RedisGuard.Pool.Connections;

/// <summary>A connection to a real server.</summary>
internal sealed class MultiplexerConnection : IPhysicalConnection
{
    // Beside the library's timeout, which it looks at once a second.
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(5);

    private readonly ConnectionMultiplexer _multiplexer;
    private readonly SocketCare _care;
    private readonly GapWatch _gaps;
    private readonly FleetCensus _census;

    /// <param name="configuration">What it was connected with.</param>
    /// <param name="multiplexer">The connection.</param>
    /// <param name="sockets">Its sockets.</param>
    /// <param name="fleet">Where it writes how many clients the server has.</param>
    /// <param name="terms">How long its sockets may owe an answer.</param>
    /// <param name="healed">Told of each dead socket that was closed.</param>
    public MultiplexerConnection(
        ConfigurationOptions configuration,
        ConnectionMultiplexer multiplexer,
        SocketLedger sockets,
        FleetSize fleet,
        HealingTerms terms,
        Action<IPhysicalConnection, HealedSocket> healed)
    {
        _multiplexer = multiplexer;
        Name = configuration.ClientName!;
        Patience = TimeSpan.FromMilliseconds(Math.Max(configuration.AsyncTimeout, configuration.SyncTimeout)) + Slack;
        Sockets = sockets;
        _care = new SocketCare(sockets, multiplexer, configuration, terms, socket => healed(this, socket));
        _gaps = new GapWatch(multiplexer);
        _census = new FleetCensus(multiplexer, fleet);
        sockets.Opening = _gaps.Opening;
        if (!string.IsNullOrEmpty(configuration.ServiceName))
        {
            // Those that the configuration lists and those that were found later are the sentinels'.
            sockets.IsNode = endPoint => Array.IndexOf(multiplexer.GetEndPoints(), endPoint) >= 0;
        }
    }

    public string Name { get; }

    public TimeSpan Patience { get; }

    public IMessageReceiver? Receiver
    {
        get => _gaps.Receiver;
        set => _gaps.Receiver = value;
    }

    public IConnectionMultiplexer Multiplexer => _multiplexer;

    public bool IsReady => _multiplexer.IsConnected;

    // The library says so to nobody. But a multiplexer knows its servers until it is disposed, whether they can be reached or not.
    public bool IsDisposed => !_multiplexer.IsConnected && !Array.Exists(_multiplexer.GetEndPoints(), IsKnown);

    public long Operations => _multiplexer.OperationCount - _care.Sent - _census.Asked;

    public long Outstanding => _multiplexer.GetCounters().TotalOutstanding;

    public long OutstandingCommands => _multiplexer.GetCounters().Interactive.TotalOutstanding;

    public SocketLedger Sockets { get; }

    public IReadOnlyList<EndPoint> Nodes => SubscriptionNodes.Of(_multiplexer);

    public string Describe() => string.Join(", ", _multiplexer.GetServers().Where(static server => server.IsConnected).Select(static server =>
        $"{Format(server.EndPoint)} (Redis {server.Version}, {(server.IsReplica ? "replica" : "primary")}{(server.ServerType == ServerType.Standalone ? string.Empty : $", {server.ServerType}")})"));

    public IDatabase GetDatabase(int db) => _multiplexer.GetDatabase(db);

    // Both kinds: with RESP2 the one that carries the subscriptions may be dead while the other answers.
    public async Task<TimeSpan> PingAsync()
    {
        var subscriber = Receiver is null ? Task.CompletedTask : _multiplexer.GetSubscriber().PingAsync();
        subscriber.Observe();
        var latency = await _multiplexer.GetDatabase().PingAsync().ConfigureAwait(false);
        await subscriber.ConfigureAwait(false);
        return latency;
    }

    public async Task AnsweredAsync() =>
        await Task.WhenAll(_multiplexer.GetServers().Where(static server => server.IsConnected).Select(AnswerAsync)).ConfigureAwait(false);

    public void Tend() => Rounds.Each<Action>([_care.Look, _gaps.Look, _census.Look], static look => look());

    public void Ask() => _care.AskStill();

    public async Task CloseAsync(bool finishCommands)
    {
        try
        {
            Receiver = null;
            await _multiplexer.CloseAsync(finishCommands).WithinAsync(Patience).ConfigureAwait(false);
            await _multiplexer.DisposeAsync().AsTask().WithinAsync(Patience).ConfigureAwait(false);
        }
        catch (Exception e) when (e is RedisException or TimeoutException or ObjectDisposedException or IOException or InvalidOperationException)
        {
            // Closing is the last that is done to it. What the library still has to say about a dying socket helps nobody.
        }
    }

    // A server answers each of its clients in turn.
    private static async Task AnswerAsync(IServer server)
    {
        try
        {
            await server.PingAsync().ConfigureAwait(false);
        }
        catch (RedisServerException)
        {
            // A refusal is an answer too.
        }
    }

    private bool IsKnown(EndPoint node)
    {
        try
        {
            return _multiplexer.GetServer(node) is not null;
        }
        catch (Exception e) when (e is ArgumentException or ObjectDisposedException)
        {
            return false;
        }
    }

    // DnsEndPoint would say "Unspecified/localhost:6379".
    private static string Format(EndPoint endPoint) => endPoint is DnsEndPoint dns ? $"{dns.Host}:{dns.Port}" : endPoint.ToString() ?? string.Empty;
}
