using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using RedisGuard.Pool.Configuration;
using RedisGuard.Pool.Resilience;
using RedisGuard.Pool.Telemetry;

namespace RedisGuard.Pool;

/// <summary>
/// Rejects calls to a server that doesn't serve, and finds out by itself when it serves again. Needs no pool.
/// </summary>
/// <remarks>
/// Thread-safe. Admission takes no lock. Once opened, it is kept alive by its timer until it closes or is disposed.
/// </remarks>
public sealed class RedisCircuitBreaker : IDisposable
{
#pragma warning disable CA2213 // A source without a timer, a link or a wait handle has nothing to dispose, and may be cancelled twice.
    private readonly CancellationTokenSource _stop = new();
#pragma warning restore CA2213
    private readonly CancellationToken _stopped;
    private readonly RedisCircuitBreakerOptions _options;
    private readonly FaultClassifier _classifier;
    private readonly CircuitEpochs _epochs;
    private readonly CircuitRecovery _recovery;
    private readonly CircuitTeller _teller;
    private readonly CircuitSwitch _switch;
    private readonly TimeProvider _time;
    private readonly Func<double> _random;

    /// <summary>Creates one that is closed.</summary>
    /// <param name="probe">
    /// Asks the server for a sign of life, such as a PING, when the circuit is to close again. It is given a token that is
    /// cancelled when its time is up, and must not block.
    /// </param>
    /// <param name="options">When it opens and closes; copied. <see langword="null"/> for the defaults.</param>
    /// <param name="name">What it is called in messages.</param>
    /// <param name="logger">Where it tells of its changes; <see langword="null"/> for <see cref="RedisPool.LoggerFactory"/>.</param>
    /// <param name="timeProvider">Its clock, read as monotonic time; <see langword="null"/> for the system's.</param>
    /// <exception cref="RedisPoolConfigurationException">An option is out of range.</exception>
    public RedisCircuitBreaker(
        Func<CancellationToken, Task> probe,
        RedisCircuitBreakerOptions? options = null,
        string name = "default",
        ILogger? logger = null,
        TimeProvider? timeProvider = null)
        : this(probe, options ?? new RedisCircuitBreakerOptions(), name, logger, timeProvider ?? TimeProvider.System, Random.Shared.NextDouble)
    {
    }

    internal RedisCircuitBreaker(
        Func<CancellationToken, Task> probe, RedisCircuitBreakerOptions options, string name, ILogger? logger, TimeProvider time, Func<double> random)
    {
        ArgumentNullException.ThrowIfNull(probe);
        ArgumentNullException.ThrowIfNull(name);
        OptionChecks.ThrowFirst(RedisCircuitBreakerOptionsValidator.Failures(options));
        Name = name;
        _options = options.Copy();
        _time = time;
        _random = random;
        _stopped = _stop.Token;
        _epochs = new CircuitEpochs(_options, time, random);
        var log = logger ?? PoolLogger.OfProcess;
        _classifier = new FaultClassifier(_options.Classify, failure => PoolLog.CircuitClassifyFailed(log, failure, name));
        _teller = new CircuitTeller(this, log, time);
        _switch = new CircuitSwitch(_epochs.Closed(), _teller.Tell);
        _recovery = new CircuitRecovery(_switch, _epochs, new CircuitProbe(probe, _classifier, _options, time), name, log, time);
    }

    /// <summary>
    /// Tells of each change of <see cref="State"/>, one after the other in the order in which they happened, on the thread
    /// that caused one. Must not block. What a handler throws is logged.
    /// </summary>
    public event EventHandler<RedisCircuitStateChangedEventArgs>? StateChanged
    {
        add => _teller.Handlers += value;
        remove => _teller.Handlers -= value;
    }

    /// <summary>Says what it is called in messages.</summary>
    public string Name { get; }

    /// <summary>Says what it does with calls.</summary>
    public RedisCircuitState State => _switch.Current.State;

    /// <summary>
    /// Says how long a rejected call should wait: while it is open until the next probe, while it probes as long as one may take,
    /// while admission grows until it is full. <see cref="Timeout.InfiniteTimeSpan"/> while it is isolated, and zero while it
    /// admits all calls.
    /// </summary>
    public TimeSpan RetryAfter => RetryAfterOf(_switch.Current);

    /// <summary>The loop that closes it again, as the pool's snapshot shows it.</summary>
    internal RedisLoopSnapshot Recovery => _recovery.Now;

    /// <summary>Asks for admission. Takes no lock and allocates nothing.</summary>
    /// <param name="ticket">To be given back with the result, or dropped.</param>
    /// <returns><see langword="false"/> when the call is rejected.</returns>
    public bool TryEnter(out RedisCircuitTicket ticket)
    {
        var epoch = _switch.Current;
        ticket = new RedisCircuitTicket(epoch);
        return epoch.AdmitsAll || IsAdmittedByRamp(epoch);
    }

    /// <summary>Reports that the server served a call.</summary>
    /// <param name="ticket">What admitted it.</param>
#pragma warning disable CA1822 // The ticket knows its circuit; that it belongs to this one is how callers read it.
    public void RecordSuccess(RedisCircuitTicket ticket) => ticket.Epoch?.Window?.Succeeded();
#pragma warning restore CA1822

    /// <summary>Reports how a call failed; what that says about the server is for <see cref="RedisCircuitBreakerOptions.Classify"/> to say.</summary>
    /// <param name="ticket">What admitted it.</param>
    /// <param name="exception">What it threw.</param>
    public void RecordFailure(RedisCircuitTicket ticket, Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        if (ticket.Epoch is not { Window: { } window } epoch)
        {
            return;
        }

        switch (_classifier.Of(exception))
        {
            case RedisCircuitResult.Success:
                window.Succeeded();
                break;
            case RedisCircuitResult.Failure:
                Judge(epoch, window.Failed(RedisCircuitResult.Failure), exception);
                break;
            case RedisCircuitResult.ConnectionFault:
                Judge(epoch, window.Failed(RedisCircuitResult.ConnectionFault), exception);
                break;
            default:
                break;
        }
    }

    /// <summary>Calls through the breaker.</summary>
    /// <typeparam name="TState">What the call needs.</typeparam>
    /// <typeparam name="TResult">What it returns.</typeparam>
    /// <param name="call">The call; a static lambda needs no closure.</param>
    /// <param name="state">Handed to it.</param>
    /// <returns>Its result.</returns>
    /// <exception cref="RedisCircuitOpenException">The breaker rejected it.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<TResult> ExecuteAsync<TState, TResult>(Func<TState, Task<TResult>> call, TState state)
    {
        ArgumentNullException.ThrowIfNull(call);
        if (!TryEnter(out var ticket))
        {
            throw Rejection(ticket);
        }

        try
        {
            var result = await call(state).ConfigureAwait(false);
            RecordSuccess(ticket);
            return result;
        }
        catch (Exception e)
        {
            RecordFailure(ticket, e);
            throw;
        }
    }

    /// <summary>Rejects all calls until <see cref="Reset"/>.</summary>
    public void Isolate()
    {
        CircuitEpoch epoch;
        do
        {
            epoch = _switch.Current;
        }
        while (epoch.State != RedisCircuitState.Isolated && !_switch.Move(epoch, _epochs.Isolated()));
    }

    /// <summary>Closes it, admitting all calls, with nothing remembered of before.</summary>
    public void Reset()
    {
        while (!_switch.Move(_switch.Current, _epochs.Closed()))
        {
            // Somebody else was faster: what they moved it to is to be closed too.
        }
    }

    /// <summary>Stops probing. It stays in the state that it is in.</summary>
    public void Dispose() => _stop.Cancel();

    /// <summary>Says what it is called, and its state.</summary>
    /// <returns>For people to read.</returns>
    public override string ToString() => $"Circuit breaker '{Name}', {State}";

    internal RedisCircuitOpenException Rejection(RedisCircuitTicket ticket) =>
        RedisCircuitOpenException.For(Name, ticket.Epoch!, RetryAfterOf(ticket.Epoch!), _time);

    internal TimeSpan RetryAfterOf(CircuitEpoch epoch) => epoch.State switch
    {
        RedisCircuitState.Isolated => Timeout.InfiniteTimeSpan,
        RedisCircuitState.HalfOpen => _options.ProbeTimeout,
        _ => epoch.AdmitsAll ? TimeSpan.Zero : epoch.Remaining(_time),
    };

    private void Judge(CircuitEpoch epoch, CircuitCounts counts, Exception fault)
    {
        // Nobody would close it again after it was disposed. That it is late is decided by the move; this saves the effort.
        if (_stopped.IsCancellationRequested || epoch != _switch.Current)
        {
            return;
        }

        if (counts.FaultsInARow >= _options.ConsecutiveConnectionFaults)
        {
            TripOpen(epoch, CircuitTrip.ByFaults(counts, fault));
        }
        else if (counts.Calls >= _options.MinimumThroughput && counts.Failures >= _options.FailureRatio * counts.Calls)
        {
            TripOpen(epoch, CircuitTrip.ByRatio(counts, _options.SamplingDuration, fault));
        }
    }

    private void TripOpen(CircuitEpoch from, CircuitTrip trip)
    {
        var open = _epochs.Open(from, trip);
        if (!_switch.Move(from, open))
        {
            return;
        }

        // What recovers the circuit belongs to no call: neither its activity nor its async locals.
        using var noFlow = ExecutionContext.IsFlowSuppressed() ? default(AsyncFlowControl?) : ExecutionContext.SuppressFlow();
        _ = _recovery.RunAsync(open, _stopped);
    }

    private bool IsAdmittedByRamp(CircuitEpoch epoch)
    {
        if (epoch.State != RedisCircuitState.Closed)
        {
            return false;
        }

        const double atFirst = 0.1;
        var part = 1 - (epoch.Remaining(_time) / epoch.Duration);
        if (part < 1)
        {
            return _random() < Math.Max(part, atFirst);
        }

        epoch.AdmitsAll = true;
        return true;
    }
}
