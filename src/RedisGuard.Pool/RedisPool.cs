using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using RedisGuard.Pool.Attaching;
using RedisGuard.Pool.Configuration;
using RedisGuard.Pool.Connections;
using RedisGuard.Pool.Health;
using RedisGuard.Pool.Leaks;
using RedisGuard.Pool.Leases;
using RedisGuard.Pool.Resilience;
using RedisGuard.Pool.Snapshots;
using RedisGuard.Pool.Subscriptions;
using RedisGuard.Pool.Telemetry;
using RedisGuard.Pool.Upkeep;
using RedisGuard.Pool.Watching;
using StackExchange.Redis;

namespace RedisGuard.Pool;

/// <summary>
/// The connections of a process to one Redis: one shared by everybody, and leases of exclusive ones, under one hard limit.
/// It hands out StackExchange.Redis' own objects.
/// </summary>
/// <remarks>Thread-safe. Nothing connects before it is used.</remarks>
public sealed partial class RedisPool
{
    private readonly ILogger _logger;
    private readonly PoolInstruments _instruments;
    private readonly ConnectionSlots _slots;
    private readonly HealthJudge _judge;
    private readonly SharedConnections _shared;
    private readonly ExclusiveConnections _exclusive;
    private readonly LeakTracker _leaks;
    private readonly string? _leakReportPath;
    private readonly PoolObserver _observer;
    private readonly SubscriptionTable _subscriptions;
    private readonly PoolDrain _drain;
    private readonly PoolUpkeep _upkeep;
    private readonly object? _scope;
#pragma warning disable CA2213 // Another's.
    private RedisPool? _twin;
#pragma warning restore CA2213

    /// <summary>Creates a pool that the caller owns and disposes. Most programs need none but <see cref="Shared"/>.</summary>
    /// <param name="options">What the pool may do; copied.</param>
    /// <param name="loggerFactory">Where it logs to; <see langword="null"/> for what <see cref="LoggerFactory"/> says.</param>
    /// <param name="timeProvider">
    /// Its clock, for tests of the pool's deadlines; <see langword="null"/> for the system's. One that stands still never ends a wait.
    /// </param>
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

    // Nothing of others runs before the pool is complete, and what it has to say it says last.
    internal RedisPool(
        RedisPoolOptions given, ILoggerFactory? loggerFactory, TimeProvider time, IConnectionOpener? opener, RedisCallSite site, object? scope = null, bool isOfProcess = false)
    {
        var options = Checked(given);
        var configuration = options.Resolve();
        options.ConfigurationOptions = configuration;
        _logger = new PoolLogger(loggerFactory);
        _scope = scope;
        IsOfProcess = isOfProcess;
        Site = site;
        WantedName = options.Name ?? RedisConfiguration.Place(configuration);
        EndPoints = RedisConfiguration.EndPoints(configuration);
        options.Name = Name = PoolNames.Take(WantedName);
        var (address, port) = RedisConfiguration.Server(configuration);
        _instruments = new PoolInstruments(Name, address, port);
        var reconnects = new ReconnectTally(_instruments);
        var settings = new ConnectionSettings(options, reconnects);
        _leakReportPath = options.LeakReportPath;
        _leaks = new LeakTracker(options.LeakDetection, _instruments, _logger, TellLeak, Name);
        _slots = new ConnectionSlots(options.MaxConnections);
        _judge = new HealthJudge(time);
        _observer = new PoolObserver(Name, EndPoints, _slots, _leaks, reconnects, _judge, time);
        var diagnosis = new ExhaustionDiagnosis(() => _observer.Look(withSubscriptions: false), _instruments, options, time);
        var connector = new SlotConnector(_slots, opener ?? new MultiplexerOpener(settings, TellHealed), _instruments, _logger, options, time);
        var returns = new LeaseReturns(_slots, connector, new LeaseRenewals(Name, _instruments, _logger), time);
        _exclusive = new ExclusiveConnections(_slots, connector, _leaks, diagnosis, returns, _instruments, options, time);
        _shared = new SharedConnections(
            [.. Enumerable.Range(0, options.SharedConnections).Select(_ =>
                new SharedConnection(
                    _slots, connector, diagnosis, () => new Deadline(time, options.AcquireTimeout), lost => PoolLog.DisposedByOther(_logger, lost.Name, Name)))],
            time);
        var deliveries = new DemandLoop("deliveries", isPrompt: false, Name, _logger);
        _subscriptions = new SubscriptionTable(
            _shared, new SubscriptionConnections(_slots, connector, diagnosis, settings.Fleet, options, time), _leaks, _instruments, deliveries, _logger, time);
        _observer.Subscriptions = _subscriptions;
        _drain = new PoolDrain(_slots, connector, Name, options.DrainTimeout, _logger, time);
        _upkeep = new PoolUpkeep(
            new SharedConnectionWatch(_shared, connector, _subscriptions),
            new SocketWatch(_slots),
            Monitor(_judge, options, time),
            new IdlePruner(_slots, connector, time),
            new LongHeldWatch(_slots, Name, options.LongHeldThreshold, _logger, time),
            options,
            _logger,
            time);
        connector.FirstUse = _upkeep.Start;
        _observer.Healings = () => Interlocked.Read(ref _healings);
        Breaker = new RedisCircuitBreaker(ProbeAsync, options.Breaker, Name, _logger, time);
        _observer.Breaker = Breaker;
        _observer.Loops = () => [.. _upkeep.Loops, _leaks.Loop, deliveries.Now, Breaker.Recovery];
        _calls = new GuardedCalls(Breaker, GetDatabaseAsync, () => _shared.SocketsOpened, options.Retry, settings.AsyncTimeout, _instruments, time);
        PoolEvents.Open();
        _twin = PoolRegistry.Add(this);
        if (options.WatchProcess)
        {
            ProcessWatch.Start(options.LeakReportPath);
        }

        if (!isOfProcess)
        {
            Announce();
        }
    }

    /// <summary>
    /// Tells of what was collected without having been released. Raised on a thread of the pool, once for all that one collection
    /// found of one line; must not block.
    /// </summary>
    public event EventHandler<RedisLeakEventArgs>? LeakDetected;

    /// <summary>
    /// Its name, unique in the process: the one that it was given, or where it leads; see <see cref="RedisPoolOptions.Name"/>.
    /// </summary>
    public string Name { get; }

    internal string EndPoints { get; }

    internal string WantedName { get; }

    /// <summary>Tells whether it belongs to the process, and disposing it does nothing.</summary>
    internal bool IsOfProcess { get; }

    internal RedisCallSite Site { get; }

    internal SubscriptionTable Subscriptions => _subscriptions;

    internal ConnectionSlots Slots => _slots;

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

    /// <summary>Takes a picture of what the pool is doing now: connections, leases with site and age, waiters, leaks.</summary>
    /// <returns>A picture that doesn't change any more.</returns>
    public RedisPoolSnapshot GetSnapshot() => _observer.Look();

    /// <summary>Says what it is called and where it leads.</summary>
    /// <returns>For people to read.</returns>
    public override string ToString() => $"Redis pool '{Name}' for {EndPoints}";

    /// <summary>A pool that belongs to the process: announced by who has published it.</summary>
    internal static RedisPool OfProcess(RedisPoolOptions options, ILoggerFactory? loggerFactory, RedisCallSite site) =>
        new(options, loggerFactory, TimeProvider.System, opener: null, site, isOfProcess: true);

    /// <summary>Tells whether both were meant to be one: the same name, end points and host.</summary>
    internal bool IsTwinOf(RedisPool other) =>
        string.Equals(WantedName, other.WantedName, StringComparison.Ordinal)
        && string.Equals(EndPoints, other.EndPoints, StringComparison.Ordinal)
        && ReferenceEquals(_scope, other._scope);

    /// <summary>Warns, once, when another living pool is meant to be this one: each has a limit of its own, and the server sees both.</summary>
    internal void Announce()
    {
        if (Interlocked.Exchange(ref _twin, null) is { } first)
        {
            PoolLog.SecondPool(_logger, WantedName, EndPoints, first.Site, Site, Name);
        }
    }

    /// <summary>Says what the instruments read.</summary>
    internal PoolReadings Read()
    {
        var (idle, used) = _slots.Count();
        return new PoolReadings(
            _instruments.Tags, _slots.Limit, idle, used, _slots.Permits.Waiting, _subscriptions.Count, _judge.Now.State, Breaker.State);
    }

    private void TellLeak(RedisLeak leak)
    {
        Fence.Raise(LeakDetected, this, new RedisLeakEventArgs(leak), failure => PoolLog.LeakCallbackFailed(_logger, failure));
        LeakReportFile.Add(_leakReportPath, leak);
    }

    private static RedisPoolOptions Checked(RedisPoolOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        RedisPoolOptionsValidator.Validate(options);
        return options.Copy();
    }
}
