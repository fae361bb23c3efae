namespace RedisGuard.Pool.Resilience;

/// <summary>The state that a circuit is in, and the one place where it changes: only from the one that the decision was made in.</summary>
internal sealed class CircuitSwitch(CircuitEpoch first, Action<RedisCircuitStateChangedEventArgs> tell)
{
    private readonly object _gate = new();
    private readonly CircuitNotices _notices = new(tell);
    private volatile CircuitEpoch _current = first;

    public CircuitEpoch Current => _current;

    /// <summary>Leaves one state for another. <see langword="false"/> when somebody else has left it before.</summary>
    public bool Move(CircuitEpoch from, CircuitEpoch to)
    {
        lock (_gate)
        {
            if (_current != from)
            {
                return false;
            }

            _current = to;
            if (from.State != to.State)
            {
                _notices.Add(new RedisCircuitStateChangedEventArgs(from.State, to.State, Reason(to), to.Duration));
            }
        }

        _notices.Deliver();
        return true;
    }

    private static string Reason(CircuitEpoch epoch) => epoch switch
    {
        { State: RedisCircuitState.HalfOpen } => "it is time to probe the server",
        { State: RedisCircuitState.Closed, Openings: > 0 } => "the probes succeeded",
        { State: RedisCircuitState.Closed } => "it was reset by hand",
        _ => epoch.Trip!.Reason,
    };
}
