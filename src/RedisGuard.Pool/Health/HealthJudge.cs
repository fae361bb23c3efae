namespace RedisGuard.Pool.Health;

/// <summary>
/// Makes a state out of looks. One failure is a suspicion, and one success no recovery: a server that flaps changes the
/// state seldom, and nothing else is ever told.
/// </summary>
/// <remarks>Looks are recorded by one caller at a time; reading is for everybody.</remarks>
internal sealed class HealthJudge(TimeProvider time)
{
    // The defaults of Kubernetes' failureThreshold and of most load balancers: three failures take a server out, two
    // successes in a row bring it back.
    public const int FailuresToUnhealthy = 3;
    public const int SuccessesToHealthy = 2;

    private readonly object _gate = new();
    private RedisHealthState _verdict;
    private long _since = time.GetTimestamp();
    private long _failuresInARow;
    private long _failuresInAll;
    private int _successesInARow;
    private bool _isPartial;
    private string? _lastFailure;
    private TimeSpan? _latency;

    /// <summary>Whether the next look should come soon: what was seen is not yet, or no longer, good.</summary>
    public bool IsSuspicious { get; private set; }

    public RedisHealthSnapshot Now
    {
        get
        {
            lock (_gate)
            {
                var state = _verdict != RedisHealthState.Unhealthy && (_failuresInARow > 0 || _isPartial) ? RedisHealthState.Degraded : _verdict;
                return new RedisHealthSnapshot
                {
                    State = state,
                    Age = time.GetElapsedTime(_since),
                    Failures = _verdict == RedisHealthState.Unhealthy ? _failuresInAll : _failuresInARow,
                    LastFailure = _lastFailure,
                    Latency = _latency,
                };
            }
        }
    }

    /// <summary>Records a look at all shared connections. The change that it makes, if any.</summary>
    public RedisHealthChangedEventArgs? Record(IReadOnlyCollection<ProbeResult> looks)
    {
        var present = looks.Where(static look => look.Outcome != ProbeOutcome.Absent).ToArray();
        var failed = Array.FindAll(present, static look => look.IsFailure);
        lock (_gate)
        {
            var previous = _verdict;
            if (failed.Length > 0)
            {
                _lastFailure = failed[^1].Failure;
            }

            _latency = present.Max(static look => look.Latency) ?? _latency;
            _isPartial = failed.Length > 0 && failed.Length < present.Length;
            if (failed.Length > 0 && !_isPartial)
            {
                Fail();
            }
            else if (Array.Exists(present, static look => look.Outcome == ProbeOutcome.Answered))
            {
                Succeed();
            }

            IsSuspicious = _isPartial || _failuresInARow > 0 || _verdict == RedisHealthState.Unhealthy;
            if (previous == _verdict)
            {
                return null;
            }

            var lasted = time.GetElapsedTime(_since);
            _since = time.GetTimestamp();
            var failures = _failuresInAll;
            _failuresInAll = _verdict == RedisHealthState.Unhealthy ? failures : 0;
            return new RedisHealthChangedEventArgs(previous, lasted, failures, Now);
        }
    }

    private void Fail()
    {
        _failuresInARow++;
        _successesInARow = 0;
        if (_verdict == RedisHealthState.Unhealthy)
        {
            _failuresInAll++;
        }
        else if (_failuresInARow >= FailuresToUnhealthy)
        {
            _verdict = RedisHealthState.Unhealthy;
            _failuresInAll = _failuresInARow;
        }
    }

    private void Succeed()
    {
        _failuresInARow = 0;
        _successesInARow++;
        if (_verdict == RedisHealthState.Unknown || (_verdict == RedisHealthState.Unhealthy && _successesInARow >= SuccessesToHealthy))
        {
            _verdict = RedisHealthState.Healthy;
        }
    }
}
