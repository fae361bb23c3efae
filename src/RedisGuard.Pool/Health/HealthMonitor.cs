namespace RedisGuard.Pool.Health;

/// <summary>Asks the shared connections whether they answer, and the subscriptions whether they hear, and tells when that changes.</summary>
internal sealed class HealthMonitor(ConnectionProbe[] probes, SubscriptionProbe subscriptions, HealthJudge judge, HealthTeller teller, TimeSpan interval)
{
    // A connection whose socket closed, or whose last answer was none, is looked at this many times an interval: with the
    // default of 30 s every 3 s, so that the third failure is known within 10 s and not after a minute and a half.
    private const int LooksPerInterval = 10;

    /// <summary>How long before the first look, and between two when nothing is due sooner.</summary>
    public TimeSpan Pause => interval / LooksPerInterval;

    /// <summary>Looks once.</summary>
    /// <param name="stop">Stops waiting for answers.</param>
    /// <returns>How long to wait before the next look.</returns>
    public async Task<TimeSpan> LookAsync(CancellationToken stop)
    {
        // Away from whoever moves the clock.
        await Task.Yield();
        var looks = await Task.WhenAll(probes.Select(probe => probe.LookAsync(judge.IsSuspicious, stop))).ConfigureAwait(false);

        // Of two failures the last one is told.
        var heard = subscriptions.Look(isAlone: Array.TrueForAll(looks, static look => look.Outcome == ProbeOutcome.Absent));
        teller.Tell(judge.Record([heard, .. looks]));
        var due = probes.Min(static probe => probe.DueIn);
        return due > TimeSpan.Zero && due < Pause ? due : Pause;
    }
}
