using System.Globalization;
using System.Net;
using RedisGuard.Pool.Resilience;
using RedisGuard.Pool.Sockets;
using RedisGuard.Pool.Telemetry;
using StackExchange.Redis;

namespace RedisGuard.Pool.Configuration;

/// <summary>The configuration of each connection that a pool opens.</summary>
internal sealed class ConnectionSettings
{
    // The library also gives up a handshake that takes longer than this: less would begin anew what a slow server is about to
    // answer. It is the library's own connect timeout.
    private const int KeepAliveSeconds = 5;

    private readonly ConfigurationOptions _base;
    private readonly string _prefix;
    private readonly Backoff _backoff;
    private readonly IReconnectRetryPolicy? _statedRetryPolicy;
    private readonly ReconnectTally _reconnects;
    private long _lastId;

    public ConnectionSettings(RedisPoolOptions options, ReconnectTally reconnects, long firstId = 0)
    {
        _lastId = firstId;
        _reconnects = reconnects;
        _backoff = new Backoff(options);
        Fleet = new FleetSize(options.ReconnectsPerSecond);
        var given = options.Resolve();
        if (given.EndPoints.Count == 0)
        {
            throw RedisPoolConfigurationException.For(nameof(options.ConfigurationOptions), "without an endpoint", "at least one endpoint");
        }

        _base = given.Clone();
        _base.SetDefaultPorts();
        _statedRetryPolicy = StatedRetryPolicy.Of(_base);
        if (_base.LoggerFactory is { } users)
        {
            _base.LoggerFactory = new LibraryLoggers(users);
        }

        SocketTimeout = options.SocketTimeout;
        EndPoints = RedisConfiguration.EndPoints(_base);
        Application = ClientName.Part(options.ApplicationName ?? given.ClientName ?? AppDomain.CurrentDomain.FriendlyName);
        _prefix = $"rg:{Application}:{ClientName.Part(options.Name ?? RedisConfiguration.Place(_base))}";
    }

    /// <summary>How long a socket may owe an answer.</summary>
    public TimeSpan SocketTimeout { get; }

    /// <summary>Where the connections lead, for messages.</summary>
    public string EndPoints { get; }

    public string Application { get; }

    /// <summary>When the library ends an asynchronous command that has no reply.</summary>
    public TimeSpan AsyncTimeout => TimeSpan.FromMilliseconds(_base.AsyncTimeout);

    /// <summary>The number of clients the server has, as far as is known.</summary>
    public FleetSize Fleet { get; }

    /// <summary>A copy for one connection, under a name of its own.</summary>
    /// <param name="kind">What the connection is for.</param>
    /// <param name="sockets">Where its sockets are kept.</param>
    /// <param name="node">The one node of several that it leads to; <see langword="null"/> for what the configuration says.</param>
    public ConfigurationOptions For(RedisConnectionKind kind, SocketLedger? sockets = null, EndPoint? node = null)
    {
        sockets ??= new SocketLedger();
        var configuration = _base.Clone();
        if (node is not null)
        {
            PinnedNode.Apply(configuration, node);
        }

        configuration.ClientName = string.Create(
            CultureInfo.InvariantCulture, $"{_prefix}:{ClientName.Of(kind)}:{Interlocked.Increment(ref _lastId)}:{ProcessIdentity.Suffix}");
        configuration.ReconnectRetryPolicy = new TalliedRetryPolicy(
            _statedRetryPolicy ?? new FleetReconnectBackoff(Fleet, _backoff, sockets, configuration), _reconnects);
        sockets.Attach(configuration, SocketTimeout);
        if (kind == RedisConnectionKind.Exclusive)
        {
            // A lease of a connection that is not there yet is of no use; a shared one may come up later.
            configuration.AbortOnConnectFail = true;

            // A command that waited for the connection to come back would run on a session that isn't the one it was meant for.
            configuration.BacklogPolicy = BacklogPolicy.FailFast;
        }
        else
        {
            ApplyKeepAlive(configuration);
        }

        return configuration;
    }

    // By default the library sends something every 60 s, and notices a dead connection no sooner. What the configuration states
    // itself stays; the library tells which it states by printing it. Not for a rented one: the library closes a socket whose
    // keep-alive meets a long script (BUSY), and the tenant's session would be lost with it.
    private static void ApplyKeepAlive(ConfigurationOptions configuration)
    {
        if (!configuration.ToString(includePassword: false).Contains(",keepAlive=", StringComparison.OrdinalIgnoreCase))
        {
            configuration.KeepAlive = KeepAliveSeconds;
        }
    }
}
