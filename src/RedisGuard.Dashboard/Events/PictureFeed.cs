namespace RedisGuard.Dashboard.Events;

/// <summary>One picture a second for all listeners, and none when nobody listens. Thread-safe.</summary>
internal sealed class PictureFeed(Func<ReadOnlyMemory<byte>> take, TimeProvider time)
{
    /// <summary>Each listener holds a connection of the web server; a page left open in a browser is one.</summary>
    public const int MostListeners = 250;

    public static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    private readonly object _gate = new();
    private TaskCompletionSource<ReadOnlyMemory<byte>> _next = New();
    private ReadOnlyMemory<byte> _last;
    private long _lastAt;
    private ITimer? _timer;
    private int _listeners;

    /// <summary>The number of listeners.</summary>
    public int Listeners => Volatile.Read(ref _listeners);

    /// <summary>Begins to listen; false when enough do.</summary>
    public bool TryJoin()
    {
        lock (_gate)
        {
            if (_listeners == MostListeners)
            {
                return false;
            }

            if (_listeners++ == 0)
            {
                _timer = time.CreateTimer(static feed => ((PictureFeed)feed!).Tick(), this, Pace, Pace);
            }

            return true;
        }
    }

    public void Leave()
    {
        lock (_gate)
        {
            if (--_listeners == 0)
            {
                _timer!.Dispose();
                _timer = null;
            }
        }
    }

    /// <summary>A picture that is at most a second old.</summary>
    public ReadOnlyMemory<byte> Current()
    {
        lock (_gate)
        {
            if (_last.IsEmpty || time.GetElapsedTime(_lastAt) >= Pace)
            {
                Keep(take());
            }

            return _last;
        }
    }

    /// <summary>The picture after this one.</summary>
    public Task<ReadOnlyMemory<byte>> NextAsync()
    {
        lock (_gate)
        {
            return _next.Task;
        }
    }

    private void Tick()
    {
        TaskCompletionSource<ReadOnlyMemory<byte>> waiting;
        ReadOnlyMemory<byte> picture;
        lock (_gate)
        {
            if (_listeners == 0)
            {
                return;
            }

            picture = Current();
            waiting = _next;
            _next = New();
        }

        waiting.SetResult(picture);
    }

    private void Keep(ReadOnlyMemory<byte> picture)
    {
        _last = picture;
        _lastAt = time.GetTimestamp();
    }

    // Listeners write to the network: not on the timer's thread.
    private static TaskCompletionSource<ReadOnlyMemory<byte>> New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
