namespace RedisGuard.Pool.Resilience;

/// <summary>Counts the results of the last seconds, without a lock.</summary>
internal sealed class CircuitWindow
{
    // As many parts as the library's own breaker has (3.x).
    private const int Parts = 10;

    // Reading the clock costs more than all else here. The first results of a part read it, so that at low rates each is
    // counted where it belongs; then one in as many, so that at most as many are counted a part too early, of many more.
    private const int Eager = 64;

    private readonly TimeProvider _time;
    private readonly long _length;
    private Part _current;
    private int _faultsInARow;

    public CircuitWindow(TimeSpan length, TimeProvider time)
    {
        _time = time;
        _length = (long)(length.TotalSeconds * time.TimestampFrequency);
        _current = new Part(time.GetTimestamp(), older: null);
    }

    public void Succeeded()
    {
        if (Volatile.Read(ref _faultsInARow) != 0)
        {
            Volatile.Write(ref _faultsInARow, 0);
        }

        var part = Volatile.Read(ref _current);
        var sofar = Volatile.Read(ref part.Successes);
        if (sofar < Eager || sofar % Eager == 0)
        {
            part = PartOf(_time.GetTimestamp());
        }

        Interlocked.Increment(ref part.Successes);
    }

    /// <summary>Counts a failure, and tells what there is now.</summary>
    public CircuitCounts Failed(RedisCircuitResult result)
    {
        var now = _time.GetTimestamp();
        Interlocked.Increment(ref PartOf(now).Failures);

        // A timeout is no connection fault, and no sign that there is a connection either.
        var faults = result == RedisCircuitResult.ConnectionFault ? Interlocked.Increment(ref _faultsInARow) : Volatile.Read(ref _faultsInARow);
        long successes = 0;
        long failures = 0;
        for (var part = Volatile.Read(ref _current); part is not null && now - part.Start < _length; part = part.Older)
        {
            successes += Volatile.Read(ref part.Successes);
            failures += Volatile.Read(ref part.Failures);
        }

        return new CircuitCounts(successes + failures, failures, faults);
    }

    private Part PartOf(long now)
    {
        while (true)
        {
            var current = Volatile.Read(ref _current);
            if (now - current.Start < _length / Parts)
            {
                return current;
            }

            var next = new Part(now, current);
            if (Interlocked.CompareExchange(ref _current, next, current) == current)
            {
                Forget(next, now);
                return next;
            }
        }
    }

    // A part that is counted no more is let go, or the chain would grow for ever.
    private void Forget(Part part, long now)
    {
        while (part.Older is { } older)
        {
            if (now - older.Start >= _length)
            {
                part.Older = null;
                return;
            }

            part = older;
        }
    }

    private sealed class Part(long start, Part? older)
    {
        public long Successes;
        public long Failures;

        public long Start => start;

        public Part? Older { get; set; } = older;
    }
}
