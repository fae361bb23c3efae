namespace RedisGuard.Pool.Tests.Resilience;

/// <summary>
/// A circuit breaker that is as simple as can be: one thread, seconds as a number, every result in a list. It says what the
/// real one has to do.
/// </summary>
internal sealed class CircuitReference(RedisCircuitBreakerOptions options)
{
    private readonly List<(double Part, RedisCircuitResult Result)> _results = [];
    private double _since;
    private double _duration;
    private double _part;
    private int _openings;
    private int _faults;
    private int _proved;
    private double? _probeDue;
    private double? _probeEnds;

    public double Now { get; private set; }

    public double Chance { get; set; } = 1;

    public RedisCircuitState State { get; private set; }

    public int Generation { get; private set; }

    public List<string> Changes { get; } = [];

    /// <summary>What the next probe does: "good", "bad" or "hangs".</summary>
    public string Probe { get; set; } = "good";

    /// <summary>When something happens by itself.</summary>
    public double? Due => State switch
    {
        RedisCircuitState.Open => _since + _duration,
        RedisCircuitState.HalfOpen => _probeEnds ?? _probeDue,
        _ => null,
    };

    public double RetryAfter => State switch
    {
        RedisCircuitState.Isolated => -1,
        RedisCircuitState.HalfOpen => options.ProbeTimeout.TotalSeconds,
        _ => Math.Max(0, _since + _duration - Now),
    };

    /// <summary>To the moment given, which is not after the next one at which something is due.</summary>
    public void Advance(double to)
    {
        Now = to;
        if (Due is not { } due || due > Now + 1e-9)
        {
            return;
        }

        if (State == RedisCircuitState.Open)
        {
            Move(RedisCircuitState.HalfOpen, 0);
            _proved = 0;
            Ask();
        }
        else if (_probeEnds is not null)
        {
            Reopen();
        }
        else
        {
            Ask();
        }
    }

    public bool Enter()
    {
        if (State != RedisCircuitState.Closed)
        {
            return false;
        }

        var part = _duration == 0 ? 1 : (Now - _since) / _duration;
        return part >= 1 - 1e-9 || Chance < Math.Max(0.1, part);
    }

    public void Report(int generation, RedisCircuitResult result)
    {
        if (generation != Generation || State != RedisCircuitState.Closed || result == RedisCircuitResult.Neutral)
        {
            return;
        }

        if (Now - _part >= (options.SamplingDuration.TotalSeconds / 10) - 1e-9)
        {
            _part = Now;
        }

        _results.Add((_part, result));
        _faults = result switch
        {
            RedisCircuitResult.Success => 0,
            RedisCircuitResult.ConnectionFault => _faults + 1,
            _ => _faults,
        };
        var young = _results.FindAll(one => Now - one.Part < options.SamplingDuration.TotalSeconds - 1e-9);
        var failures = young.Count(static one => one.Result != RedisCircuitResult.Success);
        if (result != RedisCircuitResult.Success
            && (_faults >= options.ConsecutiveConnectionFaults
                || (young.Count >= options.MinimumThroughput && failures >= options.FailureRatio * young.Count)))
        {
            Open(Now >= _since + _duration - 1e-9 ? 1 : _openings + 1);
        }
    }

    public void Isolate()
    {
        if (State != RedisCircuitState.Isolated)
        {
            Move(RedisCircuitState.Isolated, 0);
        }
    }

    public void Reset()
    {
        _openings = 0;
        Close(0);
    }

    private void Ask()
    {
        (_probeDue, _probeEnds) = (null, null);
        switch (Probe)
        {
            case "bad":
                Reopen();
                break;
            case "hangs":
                _probeEnds = Now + options.ProbeTimeout.TotalSeconds;
                break;
            default:
                if (++_proved == options.ProbesToClose)
                {
                    Close(options.RampDuration.TotalSeconds);
                }
                else
                {
                    _probeDue = Now + options.ProbeInterval.TotalSeconds;
                }

                break;
        }
    }

    private void Reopen() => Open(_openings + 1);

    private void Open(int openings)
    {
        _openings = openings;
        var capped = Math.Min(options.MaxBreakDuration.TotalSeconds, options.BreakDuration.TotalSeconds * Math.Pow(2, openings - 1));
        Move(RedisCircuitState.Open, Math.Ceiling((capped * 500) + (capped * 500 * Chance)) / 1000);
    }

    private void Close(double duration)
    {
        Move(RedisCircuitState.Closed, duration);
        _results.Clear();
        _faults = 0;
        _part = Now;
    }

    private void Move(RedisCircuitState state, double duration)
    {
        if (state != State)
        {
            Changes.Add($"{State} > {state}");
        }

        (State, _since, _duration, _probeDue, _probeEnds) = (state, Now, duration, null, null);
        Generation++;
    }
}
