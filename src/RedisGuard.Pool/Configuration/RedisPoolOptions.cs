using RedisGuard.Pool.Configuration;
using StackExchange.Redis;

namespace RedisGuard.Pool;

/// <summary>
/// Limits and manners of a pool. A new instance has the values of the environment variables, or the defaults where they are unset.
/// </summary>
/// <remarks>
/// Not thread-safe. A pool copies what it needs when it is created; later changes have no effect on it. A malformed variable
/// is told when a pool is created that needs it: an option that was set here doesn't.
/// </remarks>
public sealed class RedisPoolOptions
{
    internal const string DefaultConfiguration = "localhost:6379";

    private readonly PoolEnvironment _environment;
    private readonly List<RedisPoolConfigurationException> _failures = [];
    private string? _configuration;
    private string _source = nameof(Configuration);
    private int? _maxConnections;
    private TimeSpan? _socketTimeout;
    private TimeSpan? _healthCheckInterval;
    private RedisLeakDetection? _leakDetection;
    private string? _leakReportPath;
    private bool? _nameCallSites;
    private bool? _watchProcess;

    /// <summary>Reads the environment variables.</summary>
    public RedisPoolOptions()
        : this(PoolEnvironment.OfProcess)
    {
    }

    internal RedisPoolOptions(PoolEnvironment environment) => _environment = environment;

    /// <summary>
    /// Says where to connect: a StackExchange.Redis configuration string, or a <c>redis://</c> or <c>rediss://</c> URL. Variable
    /// <c>REDIS_CONNECTION</c>; default <c>localhost:6379</c>. Under a host it is looked for in its configuration before, and
    /// the default is for development alone: see <c>AddRedisGuard</c>.
    /// </summary>
    public string Configuration
    {
        get => _configuration ?? _environment.Connection ?? DefaultConfiguration;
        set => (_configuration, _source) = (value, nameof(Configuration));
    }

    /// <summary>Says where to connect, as an object; goes before <see cref="Configuration"/> when set.</summary>
    public ConfigurationOptions? ConfigurationOptions { get; set; }

    /// <summary>
    /// The name of the pool in client names, logs and metrics. When unset, where it leads: <c>cache.internal:6379</c>, with the
    /// number of the database where one is set, as OpenTelemetry advises. A second pool of one name in the process is told
    /// apart by <c>#2</c>.
    /// </summary>
    public string? Name { get; set; }

    /// <summary>
    /// The name of the application in client names. When unset: the configuration's client name, else the name of the
    /// program.
    /// </summary>
    public string? ApplicationName { get; set; }

    /// <summary>
    /// The hard limit on connections of every kind, opening and closing ones included. Variable
    /// <c>REDIS_MAX_CONNECTIONS</c>; default 50.
    /// </summary>
    /// <remarks>A connection is a multiplexer: StackExchange.Redis opens a second socket in it for subscriptions (with RESP2).</remarks>
    public int MaxConnections
    {
        get => _maxConnections ?? _environment.MaxConnections.Value;
        set => _maxConnections = value;
    }

    /// <summary>
    /// Says how many processes share the server at most, those that a rolling deployment starts beside the old ones included. When
    /// stated, the pool asks the server at start how many clients it lets in, opens no more than its part of 80 % of them
    /// (<see cref="SharedConnections"/> at least), and warns where the server is nearly full. Default <see langword="null"/>: it doesn't ask.
    /// </summary>
    /// <remarks>
    /// Advice, not a lock: processes that are not counted, and servers that don't tell, are not kept to anything. The question is an INFO;
    /// StackExchange.Redis 3 sends that for administrators only, so that a script asks, on Redis 7 or later (<c>EVAL_RO</c>).
    /// </remarks>
    public int? FleetBudget { get; set; }

    /// <summary>
    /// Says how many connections the shared way is spread over. Default 1, which is fastest: measured on loopback, a second one
    /// costs 40 % of the throughput.
    /// </summary>
    public int SharedConnections { get; set; } = 1;

    /// <summary>Longest that a rent may take in all, connecting included. Default 5 s; <see cref="Timeout.InfiniteTimeSpan"/> for ever.</summary>
    public TimeSpan AcquireTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Says how many calls may wait for a connection; one more fails at once. Default 10 000.</summary>
    public int MaxWaiters { get; set; } = 10_000;

    /// <summary>
    /// Says how long a socket may owe an answer before the pool closes it in any case, so that StackExchange.Redis connects anew.
    /// One that is dead while the server answers others is closed within seconds. Variable <c>REDIS_SOCKET_TIMEOUT</c> in
    /// seconds; default 30 s.
    /// </summary>
    /// <remarks>
    /// What a command waits is the configuration's own: <c>connectTimeout</c>, <c>syncTimeout</c> and <c>asyncTimeout</c>, the
    /// library's 5 s where none is given.
    /// </remarks>
    public TimeSpan SocketTimeout
    {
        get => _socketTimeout ?? _environment.SocketTimeout.Value;
        set => _socketTimeout = value;
    }

    /// <summary>Says how often the connection is checked. Variable <c>REDIS_HEALTH_CHECK_INTERVAL</c> in seconds; default 30 s.</summary>
    public TimeSpan HealthCheckInterval
    {
        get => _healthCheckInterval ?? _environment.HealthCheckInterval.Value;
        set => _healthCheckInterval = value;
    }

    /// <summary>
    /// Says how long an exclusive connection may be idle before it is closed, shortened by up to 10 % at random. Default 10 min;
    /// <see cref="Timeout.InfiniteTimeSpan"/> for ever.
    /// </summary>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Says how old an exclusive connection may become before it is closed instead of reused, shortened by up to 10 % at
    /// random. Default <see cref="Timeout.InfiniteTimeSpan"/>.
    /// </summary>
    public TimeSpan MaxLifetime { get; set; } = Timeout.InfiniteTimeSpan;

    /// <summary>
    /// Says how many connects a second the server shall see when all of its clients come back at once. Default 200: a TLS handshake
    /// costs a Redis core about a millisecond, and so this a fifth of it. A lost connection is tried again within the number of
    /// clients, as the server last told it, divided by this; at least each half second, at most each <see cref="BackoffMax"/>.
    /// </summary>
    /// <remarks>
    /// The first attempt after a loss is StackExchange.Redis' own and immediate. This and the three below apply unless the
    /// configuration states a <see cref="ConfigurationOptions.ReconnectRetryPolicy"/>.
    /// </remarks>
    public int ReconnectsPerSecond { get; set; } = 200;

    /// <summary>
    /// Says how many attempts the fast phase of reconnecting has where the number of clients is unknown (a server that refuses
    /// INFO); after it attempts go on for ever, slowly. Default 5, which with the other defaults lasts 31 to 62 s. 0 for slow
    /// attempts only. See <see cref="RedisReconnectBackoff"/>.
    /// </summary>
    public int MaxReconnectAttempts { get; set; } = 5;

    /// <summary>
    /// The base of the back-off: attempt n waits this to the power of n seconds, of which half is random. Above 1, at most
    /// 100; default 2.
    /// </summary>
    public double BackoffBase { get; set; } = 2;

    /// <summary>
    /// The longest wait between two attempts. Default 60 s. After the fast phase a wait is anything between nothing and this.
    /// </summary>
    public TimeSpan BackoffMax { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Longest that a lease may be held before a warning asks why. Default 60 s; <see cref="Timeout.InfiniteTimeSpan"/> never.</summary>
    public TimeSpan LongHeldThreshold { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Way in which leaks are tracked. Variable <c>REDISGUARD_LEAK_DETECTION</c>; default <see cref="RedisLeakDetection.Standard"/>.</summary>
    public RedisLeakDetection LeakDetection
    {
        get => _leakDetection ?? _environment.LeakDetection.Value;
        set => _leakDetection = value;
    }

    /// <summary>
    /// The folder where what leaked is written for the analyzers to show (RG9001), or the path of a <c>.json</c> file in it: each process
    /// writes a file of its own, <c>redisguard.leaks.&lt;process&gt;.&lt;start&gt;.json</c>, and <c>redisguard report add</c> gathers them.
    /// Variable <c>REDISGUARD_LEAK_REPORT</c>; default <see langword="null"/> for nowhere. Dedicated connections obey the variable alone.
    /// </summary>
    public string? LeakReportPath
    {
        get => _leakReportPath ?? _environment.LeakReportPath;
        set => _leakReportPath = value;
    }

    /// <summary>
    /// Has the server's client list say of each exclusive connection which line rented it last; for dedicated connections the variable
    /// alone decides. Costs a small command each rent. Variable <c>REDISGUARD_NAME_SITES</c> (1 or 0); default <see langword="false"/>.
    /// </summary>
    public bool NameCallSites
    {
        get => _nameCallSites ?? _environment.NameCallSites.Value;
        set => _nameCallSites = value;
    }

    /// <summary>
    /// Starts <see cref="RedisGuardWatch"/> when the pool is created: it sees the connections that anything in the process opens past
    /// the pool from then on. Each line that loses some is logged (1004), and written where <see cref="LeakReportPath"/> says. Costs a few
    /// percent of each connect. Variable <c>REDISGUARD_WATCH</c> (1 or 0); default <see langword="false"/>.
    /// </summary>
    /// <remarks>
    /// It is the process' and stays when the pool is disposed. Under a host the pool is created when the host starts; call
    /// <see cref="RedisGuardWatch.Start"/> first of all where connections are opened before.
    /// </remarks>
    public bool WatchProcess
    {
        get => _watchProcess ?? _environment.WatchProcess.Value;
        set => _watchProcess = value;
    }

    /// <summary>
    /// Says how long disposing the pool waits for leases to come back. Default 10 s: a third of what the generic host grants to
    /// a whole shutdown.
    /// </summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Says when the circuit breaker of <see cref="RedisPool.Breaker"/> opens and closes.</summary>
    public RedisCircuitBreakerOptions Breaker { get; set; } = new();

    /// <summary>Says how guarded calls are tried again.</summary>
    public RedisRetryOptions Retry { get; set; } = new();

    /// <summary>Tells whether it was stated here where Redis is, by code or by a section that was bound.</summary>
    internal bool StatesConfiguration => _configuration is not null || ConfigurationOptions is not null;

    /// <summary>Tells whether the environment states it.</summary>
    internal bool EnvironmentStatesConfiguration => _environment.Connection is not null;

    /// <summary>Says what is wrong with what the options were read from: the variables that they need, and sections.</summary>
    internal IEnumerable<RedisPoolConfigurationException> SourceFailures
    {
        get
        {
            RedisPoolConfigurationException?[] needed =
            [
                _maxConnections is null ? _environment.MaxConnections.Failure : null,
                _socketTimeout is null ? _environment.SocketTimeout.Failure : null,
                _healthCheckInterval is null ? _environment.HealthCheckInterval.Failure : null,
                _leakDetection is null ? _environment.LeakDetection.Failure : null,
                _nameCallSites is null ? _environment.NameCallSites.Failure : null,
                _watchProcess is null ? _environment.WatchProcess.Failure : null,
            ];
            return _failures.Concat(needed.OfType<RedisPoolConfigurationException>());
        }
    }

    /// <summary>Sets <see cref="Configuration"/> from elsewhere, whose name is told when it is malformed.</summary>
    internal void Configure(string configuration, string source) => (_configuration, _source) = (configuration, source);

    /// <summary>Adds something that is wrong with what the options were read from.</summary>
    internal void Refuse(RedisPoolConfigurationException failure) => _failures.Add(failure);

    /// <summary>Reads where to connect.</summary>
    /// <exception cref="RedisPoolConfigurationException">It is malformed; named by what it came from.</exception>
    internal ConfigurationOptions Resolve()
    {
        if (ConfigurationOptions is { } given)
        {
            RedisConfiguration.CheckEndPoints(given, nameof(ConfigurationOptions));
            return given;
        }

        return RedisConfiguration.Parse(
            Configuration, _configuration is null && _environment.Connection is not null ? PoolEnvironment.ConnectionVariable : _source);
    }

    internal RedisPoolOptions Copy()
    {
        var copy = (RedisPoolOptions)MemberwiseClone();
        copy.Breaker = Breaker.Copy();
        copy.Retry = Retry.Copy();
        return copy;
    }
}
