using Microsoft.Extensions.Logging;
using RedisGuard.Pool.Telemetry;

namespace RedisGuard.Pool.Resilience;

/// <summary>
/// Closes a circuit that has opened: waits, probes, and opens it once more while the probes fail. It goes on whatever a step
/// throws: nothing else would ever close the circuit.
/// </summary>
internal sealed class CircuitRecovery(CircuitSwitch circuit, CircuitEpochs epochs, CircuitProbe probe, string name, ILogger logger, TimeProvider time)
{
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);

    // By the system's clock: one that stands still is what it might have to tell of.
    private long _steppedAt = Environment.TickCount64;
    private long _failures;

    /// <summary>The time at which it last took a step; no time since then while there is nothing to recover.</summary>
    public RedisLoopSnapshot Now
    {
        get
        {
            var isAtWork = circuit.Current.State is RedisCircuitState.Open or RedisCircuitState.HalfOpen;
            return new RedisLoopSnapshot
            {
                Name = "circuit breaker",
                SinceLastRun = isAtWork ? TimeSpan.FromMilliseconds(Environment.TickCount64 - Interlocked.Read(ref _steppedAt)) : TimeSpan.Zero,
                Pause = isAtWork ? circuit.Current.Duration : TimeSpan.Zero,
                Failures = Interlocked.Read(ref _failures),
            };
        }
    }

    public async Task RunAsync(CircuitEpoch open, CancellationToken stop)
    {
        var isFailing = false;
        for (CircuitEpoch? epoch = open; epoch is not null && !stop.IsCancellationRequested;)
        {
            Interlocked.Exchange(ref _steppedAt, Environment.TickCount64);
            try
            {
                epoch = await StepAsync(epoch, stop).ConfigureAwait(false);
                isFailing = false;
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                // Disposed.
            }
#pragma warning disable CA1031 // Whatever it is (the user's clock may throw), the next step may do better.
            catch (Exception e)
#pragma warning restore CA1031
            {
                Interlocked.Increment(ref _failures);
                if (!isFailing)
                {
                    isFailing = true;
                    PoolLog.LoopFailed(logger, e, "circuit breaker", name);
                }

                await Task.Delay(PauseAfterFailure, CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    // What to go on from; null when it is over, or somebody else has moved the circuit.
    private async Task<CircuitEpoch?> StepAsync(CircuitEpoch epoch, CancellationToken stop)
    {
        if (epoch.State == RedisCircuitState.Open)
        {
            await Task.Delay(epoch.Duration, time, stop).ConfigureAwait(false);
            var halfOpen = epochs.HalfOpen(epoch);
            return circuit.Move(epoch, halfOpen) ? halfOpen : null;
        }

        var fault = await probe.ProveAsync(() => circuit.Current == epoch, stop).ConfigureAwait(false);
        var next = fault is null ? epochs.Recovered(epoch) : epochs.Open(epoch, CircuitTrip.ByProbe(fault));
        return circuit.Move(epoch, next) && fault is not null ? next : null;
    }
}
