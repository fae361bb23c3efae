using RedisGuard.Pool.Connections;

namespace RedisGuard.Pool.Resilience;

/// <summary>Asks the server whether it serves again.</summary>
internal sealed class CircuitProbe(Func<CancellationToken, Task> probe, FaultClassifier classifier, RedisCircuitBreakerOptions options, TimeProvider time)
{
    /// <summary>Probes until enough have succeeded. Throws only when it is stopped: else nothing would close the circuit again.</summary>
    /// <param name="isWanted">Whether the answer still matters.</param>
    /// <param name="stop">Stops it.</param>
    /// <returns>The first failure, or <see langword="null"/>.</returns>
    public async Task<Exception?> ProveAsync(Func<bool> isWanted, CancellationToken stop)
    {
        for (var proved = 0; proved < options.ProbesToClose; proved++)
        {
            if (proved > 0)
            {
                await Task.Delay(options.ProbeInterval, time, stop).ConfigureAwait(false);
            }

            if (!isWanted())
            {
                return null;
            }

            try
            {
                await AskAsync(stop).ConfigureAwait(false);
            }
#pragma warning disable CA1031 // Whatever it is, it is no proof that the server serves.
            catch (Exception e) when (!stop.IsCancellationRequested)
#pragma warning restore CA1031
            {
                // What is neutral for a call is none here: a probe that failed for a reason of its own would close the circuit.
                if (classifier.Of(e) != RedisCircuitResult.Success)
                {
                    return e;
                }
            }
        }

        return null;
    }

    private async Task AskAsync(CancellationToken stop)
    {
        using var patience = new CancellationTokenSource(options.ProbeTimeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stop);
        Task? asked = null;
        try
        {
            // The token alone would be trust: a probe that hangs is one that doesn't look at it.
            asked = probe(both.Token);
            await asked.WaitAsync(both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            throw new TimeoutException(FormattableString.Invariant($"No answer within {options.ProbeTimeout.TotalSeconds:0.#} s"));
        }
        finally
        {
            asked?.Observe(); // it may fail long after
        }
    }
}
