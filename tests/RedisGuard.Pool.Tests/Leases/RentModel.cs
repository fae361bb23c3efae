using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using RedisGuard.Pool.Connections;
using RedisGuard.Pool.Health;
using RedisGuard.Pool.Leaks;
using RedisGuard.Pool.Leases;
using RedisGuard.Pool.Resilience;
using RedisGuard.Pool.Snapshots;
using RedisGuard.Pool.Telemetry;
using RedisGuard.Pool.Tests.Doubles;

namespace RedisGuard.Pool.Tests.Leases;

/// <summary>
/// The rent and return core on one thread: every completion runs where it is caused, so that a seed decides everything. All
/// that is told of it comes to hostile listeners, which throw, rent, return and close the pool in the middle of it. Connects fail,
/// and some hang.
/// </summary>
internal sealed partial class RentModel : IDisposable
{
    private const int Limit = 4;

    private readonly Random _random;
    private readonly FakeTimeProvider _time = new();
    private readonly List<RedisLease> _held = [];
    private readonly List<(Task<RedisLease> Task, CancellationTokenSource Cancel)> _renting = [];
    private readonly List<(TaskCompletionSource Go, FakeConnection Connection)> _closing = [];
    private readonly List<TaskCompletionSource> _opening = [];
    private readonly List<TaskCompletionSource> _hung = [];
    private readonly List<TaskCompletionSource> _answering = [];
    private readonly FakeOpener _opener = new();
    private readonly HashSet<FakeConnection> _spoilt = [];
    private readonly string _name;
    private readonly MeterListener _ear;
    private readonly ActivityListener _spans;
    private ConnectionSlots _slots = null!;
    private ExclusiveConnections _exclusive = null!;
    private IdlePruner _pruner = null!;
    private PoolDrain _drain = null!;
    private Task? _draining;
    private RedisLease? _over;
    private bool _isFinishing;

    public RentModel(int seed)
    {
        _random = new Random(seed);
        _name = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"model-{seed}");
        _ear = Listen();
        _spans = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == PoolInstruments.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> options) => IsMine(options.Tags) ? ActivitySamplingResult.AllData : ActivitySamplingResult.None,
            ActivityStarted = span => Hear(IsMine(span.TagObjects)),
            ActivityStopped = span => Hear(IsMine(span.TagObjects)),
        };
        ActivitySource.AddActivityListener(_spans);
        _opener.OnOpen = _ => _random.Next(100) == 0 && _hung.Count == 0 && !_isFinishing ? Hang() : Later(_opening);
        Build();
    }

    /// <summary>Counts what happened, so that a run can show that it went everywhere.</summary>
    public Dictionary<string, int> Seen { get; } = [];

    private bool IsClosed => _draining is not null;

    private void Build()
    {
        _slots = new ConnectionSlots(Limit, TaskCreationOptions.None);
        _draining = null;
        var options = Pools.Options(static options =>
        {
            options.MaxConnections = Limit;
            options.AcquireTimeout = TimeSpan.FromSeconds(5);
            options.MaxWaiters = 6;
            options.IdleTimeout = TimeSpan.FromSeconds(20);
            options.Name = "model";
        });
        var instruments = new PoolInstruments(_name);
        var logger = new PoolLogger(new HostileLog(() => Hear(true)));
        var leaks = new LeakTracker(RedisLeakDetection.Off, instruments, logger, static _ => { });
        var diagnosis = new ExhaustionDiagnosis(
            () => new PoolObserver("model", "nowhere", _slots, leaks, new ReconnectTally(instruments), new HealthJudge(_time), _time).Look(withSubscriptions: false),
            instruments,
            options,
            _time);
        var connector = new SlotConnector(_slots, _opener, instruments, logger, options, _time);
        var returns = new LeaseReturns(_slots, connector, new LeaseRenewals("model", instruments, logger), _time);
        _exclusive = new ExclusiveConnections(_slots, connector, leaks, diagnosis, returns, instruments, options, _time);
        _pruner = new IdlePruner(_slots, connector, _time);
        _drain = new PoolDrain(_slots, connector, "model", TimeSpan.FromSeconds(1), logger, _time);
    }

    public void Step()
    {
        if (IsClosed && _random.Next(40) == 0)
        {
            Replace();
        }

        switch (_random.Next(16))
        {
            case 0 or 1 or 2 or 3:
                Rent();
                break;
            case 4 or 5 or 6:
                End(static lease => lease.Dispose());
                break;
            case 7:
                End(static lease => lease.Abandon(), spoils: true);
                break;
            case 8:
                End(lease => Assert.True(_exclusive.TryEnd(lease.Slot, lease.Tenancy, TenancyEnd.Reclaimed)), spoils: true);
                break;
            case 9 or 10:
                Settle(_random.Next(2) == 0 ? _opening : _answering, go => go.SetResult(), go => go.SetException(new IOException("refused")));
                break;
            case 11:
                Spoil();
                break;
            case 12:
                Close();
                break;
            case 13:
                Cancel();
                break;
            case 14:
                _time.Advance(TimeSpan.FromMilliseconds(_random.Next(1500)));
                break;
            default:
                Misfortune();
                break;
        }

        Harvest();
        Check();
    }

    /// <summary>Lets everything end well; then the whole limit must be there to rent again.</summary>
    public void Finish()
    {
        if (IsClosed)
        {
            Replace();
        }

        EndAll();
        _isFinishing = true;
        Assert.Equal(Limit, _slots.Permits.Available);
        _opener.OnOpen = static _ => Task.CompletedTask;
        for (var i = 0; i < Limit; i++)
        {
            // A connection that died while it was idle is closed before another takes its place.
            Rent();
            LetGo();
            Harvest();
        }

        Assert.Equal(Limit, _held.Count);
    }

    // The pool was closed, from within whatever listener: everything must come to an end, and nothing be left. Then there is another.
    private void Replace()
    {
        EndAll();
        Assert.True(_draining!.IsCompletedSuccessfully);
        Assert.Equal(0, _slots.Permits.Available);
        Assert.All(_slots.All, static slot => Assert.Null(slot.Connection));
        Assert.DoesNotContain(_opener.Connections, static connection => !connection.IsClosed);
        Build();
        Count("replaced");
    }

    private void EndAll()
    {
        _isFinishing = true;
        while (_held.Count + _renting.Count + _opening.Count + _hung.Count + _closing.Count + _answering.Count > 0)
        {
            while (_held.Count > 0)
            {
                End(static lease => lease.Dispose());
            }

            LetGo();
            Harvest();
            Check();
        }

        _isFinishing = false;
    }

    public void Dispose()
    {
        _ear.Dispose();
        _spans.Dispose();
    }

    private MeterListener Listen()
    {
        var ear = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Meter.Name == PoolInstruments.Name && !instrument.IsObservable)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        ear.SetMeasurementEventCallback<double>((_, _, tags, _) => Hear(Equals(tags[0].Value, _name)));
        ear.SetMeasurementEventCallback<long>((_, _, tags, _) => Hear(Equals(tags[0].Value, _name)));
        ear.Start();
        return ear;
    }

    private bool IsMine(IEnumerable<KeyValuePair<string, object?>>? tags) => tags?.Any(tag => Equals(tag.Value, _name)) == true;

    private void Hear(bool isMine)
    {
        if (!isMine || _isFinishing)
        {
            return;
        }

        switch (_random.Next(12))
        {
            case 0:
                Count("listener threw");
                throw new InvalidOperationException("a listener");
            case 1:
                Count("listener returned again");
                _over?.Dispose();
                break;
            case 2 when _renting.Count < 2:
                Count("listener rented");
                Rent();
                break;
            case 3 when !IsClosed && _random.Next(60) == 0:
                Count("listener closed the pool");
                _draining = Task.CompletedTask;
                _exclusive.Close();
                _draining = _drain.RunAsync(static () => Task.CompletedTask);
                break;
            default:
                break;
        }
    }

    private sealed class HostileLog(Action hear) : ILoggerFactory, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel)
        {
            hear();
            return true;
        }

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => hear();

        public void Dispose()
        {
            // Nothing to let go of.
        }
    }

    private void Count(string what) => Seen[what] = Seen.GetValueOrDefault(what) + 1;
}
