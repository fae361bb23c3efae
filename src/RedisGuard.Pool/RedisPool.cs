using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using RedisGuard.Pool.Configuration;
using RedisGuard.Pool.Connections;
using RedisGuard.Pool.Health;
using RedisGuard.Pool.Leaks;
using RedisGuard.Pool.Leases;
using RedisGuard.Pool.Resilience;
using RedisGuard.Pool.Snapshots;
using RedisGuard.Pool.Subscriptions;
using RedisGuard.Pool.Telemetry;
using StackExchange.Redis;

namespace RedisGuard.Pool;

/// <summary>
/// The connections of a process to one Redis: one shared by everybody, and leases of exclusive ones, under one hard limit.
/// It hands out StackExchange.Redis' own objects.
/// </summary>
/// <remarks>Thread-safe. Nothing connects before it is used.</remarks>
public sealed partial class RedisPool : IAsyncDisposable, IDisposable
{
    private readonly ILogger _logger;
    private readonly PoolInstruments _instruments;
    private readonly SharedConnections _shared;
    private readonly ExclusiveConnections _exclusive;
    private readonly LeakTracker _leaks;
    private readonly PoolObserver _observer;
    private readonly SubscriptionTable _subscriptions;
    private readonly PoolDrain _drain;
    private readonly PoolUpkeep _upkeep;

    /// <summary>Creates a pool that the caller owns and disposes. Most programs need none but <see cref="Shared"/>.</summary>
    /// <param name="options">What the pool may do; copied.</param>
    /// <param name="loggerFactory">Where it logs to; <see langword="null"/> for <see cref="LoggerFactory"/>.</param>
    /// <param name="timeProvider">Its clock; <see langword="null"/> for the system's.</param>
    /// <param name="filePath">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <param name="member">Filled in by the compiler.</param>
    /// <exception cref="RedisPoolConfigurationException">An option is malformed or out of range.</exception>
    public RedisPool(
        RedisPoolOptions options,
        ILoggerFactory? loggerFactory = null,
        TimeProvider? timeProvider = null,
        [CallerFilePath] string filePath = "",
        [CallerLineNumber] int line = 0,
        [CallerMemberName] string member = "")
        : this(Checked(options), loggerFactory, timeProvider ?? TimeProvider.System, opener: null, new RedisCallSite(filePath, line, member))
    {
    }

    internal RedisPool(RedisPoolOptions options, ILoggerFactory? loggerFactory, TimeProvider time, IConnectionOpener? opener, RedisCallSite site)
    {
        _logger = new QuietLogger((loggerFactory ?? LoggerFactory ?? StandardErrorLogger.Instance).CreateLogger(PoolLog.Category));
        Name = options.Name;
        Site = site;
        var instruments = _instruments = new PoolInstruments(Name);
        var reconnects = new ReconnectTally(instruments);
        var settings = new ConnectionSettings(options, reconnects);
        EndPoints = settings.EndPoints;
        _leaks = new LeakTracker(options.LeakDetection, instruments, _logger, leak => LeakDetected?.Invoke(this, new RedisLeakEventArgs(leak)));
        var slots = new ConnectionSlots(options.MaxConnections);
        var judge = new HealthJudge(time);
        _observer = new PoolObserver(Name, EndPoints, slots, _leaks, reconnects, judge, time);
        var diagnosis = new ExhaustionDiagnosis(_observer.Look, instruments, options);
        var connector = new SlotConnector(slots, opener ?? new MultiplexerOpener(settings, TellHealed), instruments, _logger, options, time);
        _exclusive = new ExclusiveConnections(slots, connector, _leaks, diagnosis, instruments, options, time);
        _shared = new SharedConnections(
            [.. Enumerable.Range(0, options.SharedConnections).Select(_ =>
                new SharedConnection(
                    slots, connector, diagnosis, () => new Deadline(time, options.AcquireTimeout), lost => PoolLog.DisposedByOther(_logger, lost.Name, Name)))],
            time);
        _subscriptions = new SubscriptionTable(
            _shared.All[0], new SubscriptionConnections(slots, connector, diagnosis, options, time), _leaks, instruments, _logger, time);
        _observer.Subscriptions = _subscriptions;
        _drain = new PoolDrain(slots, connector, Name, options.DrainTimeout, _logger, time);
        _upkeep = new PoolUpkeep(
            new SharedConnectionWatch(_shared, _subscriptions),
            new SocketWatch(slots),
            Monitor(judge, options, time),
            new IdlePruner(slots, connector, time),
            new LongHeldWatch(slots, Name, options.LongHeldThreshold, _logger, time),
            options,
            _logger,
            time);
        connector.FirstUse = _upkeep.Start;
        _observer.Loops = () => _upkeep.Loops;
        _observer.Healings = () => Interlocked.Read(ref _healings);
        Breaker = new AsyncCircuitBreaker(ProbeAsync, options.Breaker, Name, _logger, time);
        _observer.Breaker = Breaker;
        _calls = new GuardedCalls(Breaker, GetDatabaseAsync, () => _shared.SocketsOpened, options.Retry, settings.AsyncTimeout, instruments, time);
        PoolRegistry.Announce(this, _logger);
    }

    /// <summary>
    /// What was collected without having been released. Raised on a thread of the pool, once for all that one collection
    /// found of one line; must not block.
    /// </summary>
    public event EventHandler<RedisLeakEventArgs>? LeakDetected;

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>
    /// A shared connection, opened by the first call. It is borrowed: never dispose it. It may be kept: it survives whatever
    /// becomes of its sockets.
    /// </summary>
    /// <remarks>Blocks while it connects; async code uses <see cref="GetConnectionAsync"/>.</remarks>
    /// <exception cref="RedisConnectionException">The server can't be reached. The next call tries again.</exception>
    public IConnectionMultiplexer Connection => Open().Multiplexer;

    internal string EndPoints { get; }

    internal RedisCallSite Site { get; }

    internal SubscriptionTable Subscriptions => _subscriptions;

    /// <summary>A shared connection, opened by the first call. It is borrowed: never dispose it.</summary>
    /// <param name="cancellationToken">Stops waiting; the connection goes on to be opened for the others.</param>
    /// <returns>The connection.</returns>
    /// <exception cref="RedisConnectionException">The server can't be reached. The next call tries again.</exception>
    /// <exception cref="RedisPoolExhaustedException">Every connection that the limit allows is rented.</exception>
    public async Task<IConnectionMultiplexer> GetConnectionAsync(CancellationToken cancellationToken = default)
    {
        var node = _shared.Next();
        var connection = node.Current ?? await node.OpenAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        return connection.Multiplexer;
    }

    /// <summary>A database on a shared connection. Nothing to dispose; allocates nothing once connected.</summary>
    /// <param name="db">The database's number; -1 for the configuration's default.</param>
    /// <returns>The library's own object.</returns>
    /// <remarks>Blocks while the first call connects; async code uses <see cref="GetDatabaseAsync"/>.</remarks>
    /// <exception cref="RedisConnectionException">The server can't be reached. The next call tries again.</exception>
    public IDatabase GetDatabase(int db = -1) => Open().GetDatabase(db);

    /// <summary>A database on a shared connection. Nothing to dispose; allocates nothing once connected.</summary>
    /// <param name="cancellationToken">Stops waiting; the connection goes on to be opened for the others.</param>
    /// <returns>The library's own object, for the configuration's default database.</returns>
    /// <exception cref="RedisConnectionException">The server can't be reached. The next call tries again.</exception>
    /// <exception cref="RedisPoolExhaustedException">Every connection that the limit allows is rented.</exception>
    public ValueTask<IDatabase> GetDatabaseAsync(CancellationToken cancellationToken = default)
    {
        var node = _shared.Next();
        return node.Current is { } connection
            ? new ValueTask<IDatabase>(connection.GetDatabase(-1))
            : ConnectAsync(node, cancellationToken);

        static async ValueTask<IDatabase> ConnectAsync(SharedConnection node, CancellationToken cancellationToken) =>
            (await node.OpenAsync().WaitAsync(cancellationToken).ConfigureAwait(false)).GetDatabase(-1);
    }

    /// <summary>
    /// Rents a connection for exclusive use. Dispose the lease to return it: <c>await using var lease = await pool.RentAsync();</c>
    /// </summary>
    /// <param name="cancellationToken">Stops waiting; a connection under way goes to the pool.</param>
    /// <param name="filePath">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <param name="member">Filled in by the compiler.</param>
    /// <returns>The lease. Waiters are served in order.</returns>
    /// <exception cref="RedisPoolExhaustedException">None became free within <see cref="RedisPoolOptions.AcquireTimeout"/>, or too many wait.</exception>
    /// <exception cref="RedisTimeoutException">Connecting took longer than what was left of that time.</exception>
    /// <exception cref="RedisConnectionException">The server can't be reached.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The pool was disposed.</exception>
    public ValueTask<RedisLease> RentAsync(
        CancellationToken cancellationToken = default,
        [CallerFilePath] string filePath = "",
        [CallerLineNumber] int line = 0,
        [CallerMemberName] string member = "") =>
        _exclusive.RentAsync(new RedisCallSite(filePath, line, member), cancellationToken);

    /// <summary>Subscribes a handler to a channel. Keep the result for as long as you want messages, then dispose it.</summary>
    /// <param name="channel">The channel or pattern.</param>
    /// <param name="handler">Awaited for one message after the other. What it throws is logged, and the next message delivered.</param>
    /// <param name="options">How the subscription behaves.</param>
    /// <param name="cancellationToken">Stops waiting; what the server was told by then is taken back.</param>
    /// <param name="filePath">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <param name="member">Filled in by the compiler.</param>
    /// <returns>The subscription. The server knows of it.</returns>
    /// <exception cref="RedisPoolConfigurationException">An option is out of range.</exception>
    /// <exception cref="RedisConnectionException">The server can't be reached.</exception>
    /// <exception cref="RedisTimeoutException">The server didn't answer.</exception>
    /// <exception cref="RedisPoolExhaustedException">A connection of its own was asked for, and none is free.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The pool was disposed.</exception>
    public Task<RedisSubscription> SubscribeAsync(
        RedisChannel channel,
        Func<RedisMessage, Task> handler,
        RedisSubscriptionOptions? options = null,
        CancellationToken cancellationToken = default,
        [CallerFilePath] string filePath = "",
        [CallerLineNumber] int line = 0,
        [CallerMemberName] string member = "")
    {
        ArgumentNullException.ThrowIfNull(handler);
        return _subscriptions.SubscribeAsync(
            channel, handler, options ?? new RedisSubscriptionOptions(), new RedisCallSite(filePath, line, member), cancellationToken);
    }

    /// <inheritdoc cref="SubscribeAsync(RedisChannel, Func{RedisMessage, Task}, RedisSubscriptionOptions?, CancellationToken, string, int, string)"/>
    /// <param name="channel">The channel or pattern.</param>
    /// <param name="handler">Called for one message after the other.</param>
    /// <param name="options">How the subscription behaves.</param>
    /// <param name="cancellationToken">Stops waiting; what the server was told by then is taken back.</param>
    /// <param name="filePath">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <param name="member">Filled in by the compiler.</param>
    public Task<RedisSubscription> SubscribeAsync(
        RedisChannel channel,
        Action<RedisMessage> handler,
        RedisSubscriptionOptions? options = null,
        CancellationToken cancellationToken = default,
        [CallerFilePath] string filePath = "",
        [CallerLineNumber] int line = 0,
        [CallerMemberName] string member = "")
    {
        ArgumentNullException.ThrowIfNull(handler);
        return SubscribeAsync(
            channel,
            message =>
            {
                handler(message);
                return Task.CompletedTask;
            },
            options,
            cancellationToken,
            filePath,
            line,
            member);
    }

    /// <summary>What the pool is doing now: connections, leases with site and age, waiters, leaks.</summary>
    /// <returns>A picture that doesn't change any more.</returns>
    public RedisPoolSnapshot GetSnapshot() => _observer.Look();

    /// <summary>
    /// Drains the pool: new work and waiters fail at once, leases have <see cref="RedisPoolOptions.DrainTimeout"/> to come
    /// back, then every connection is closed and the holders that remain are named in a warning.
    /// </summary>
    /// <returns>A task that completes when all is closed.</returns>
    public async ValueTask DisposeAsync()
    {
        PoolRegistry.Forget(this);
        _exclusive.Close();
        await _upkeep.DisposeAsync().ConfigureAwait(false);
        Breaker.Dispose();
        await _drain.RunAsync(CloseUnrentedAsync).ConfigureAwait(false);
        _leaks.Close();
        await _leaks.Drained.ConfigureAwait(false);
    }

    /// <summary>As <see cref="DisposeAsync"/>, blocking until it is done.</summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    // Subscriptions first, so that the server is told; one that doesn't answer holds up nobody but this.
    private async Task CloseUnrentedAsync()
    {
        await _subscriptions.CloseAsync().ConfigureAwait(false);
        await _shared.CloseAsync().ConfigureAwait(false);
    }

    // The attempt itself runs on the thread pool and needs nothing of this thread.
    private IPhysicalConnection Open()
    {
        var node = _shared.Next();
        return node.Current ?? node.OpenAsync().GetAwaiter().GetResult();
    }

    private static RedisPoolOptions Checked(RedisPoolOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        RedisPoolOptionsValidator.Validate(options);
        return options.Copy();
    }
}
