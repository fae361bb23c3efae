using Microsoft.Extensions.Logging;
using RedisGuard.Pool.Telemetry;

namespace RedisGuard.Pool.Upkeep;

/// <summary>One loop: a timer that is set again after each round, however the round ended.</summary>
internal sealed class SupervisedLoop : IAsyncDisposable
{
    private readonly object _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly string _name;
    private readonly Func<CancellationToken, Task<TimeSpan>> _round;
    private readonly string _pool;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly long _startedAt;
    private TimeSpan _pause;
    private Task _running = Task.CompletedTask;
    private long? _ranAt;
    private long _failures;
    private bool _isFailing;
    private bool _isClosed;

    public SupervisedLoop(
        string name, TimeSpan first, Func<CancellationToken, Task<TimeSpan>> round, string pool, ILogger logger, TimeProvider time)
    {
        _name = name;
        _round = round;
        _pool = pool;
        _logger = logger;
        _time = time;
        _pause = first;
        _startedAt = time.GetTimestamp();
        using var noFlow = ExecutionContext.IsFlowSuppressed() ? default(AsyncFlowControl?) : ExecutionContext.SuppressFlow();
        _timer = time.CreateTimer(_ => Run(), null, first, Timeout.InfiniteTimeSpan);
    }

    public RedisLoopSnapshot Now
    {
        get
        {
            lock (_gate)
            {
                return new RedisLoopSnapshot { Name = _name, SinceLastRun = _time.GetElapsedTime(_ranAt ?? _startedAt), Pause = _pause, Failures = _failures };
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                return;
            }

            _isClosed = true;
        }

        await _stop.CancelAsync().ConfigureAwait(false);
        await _timer.DisposeAsync().ConfigureAwait(false);

        // Not when a round closes the pool (a handler of one of its events, say): it would wait for itself.
        if (!RoundsUnderWay.IsInside(this))
        {
            await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _stop.Dispose();
        }
    }

    private void Run()
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_isClosed)
            {
                return;
            }

            _running = ended.Task;
        }

        _ = RunAsync(ended);
    }

    private async Task RunAsync(TaskCompletionSource ended)
    {
        RoundsUnderWay.Enter(this);
        var pause = _pause;
        try
        {
            pause = await _round(_stop.Token).ConfigureAwait(false);
            _isFailing = false;
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            return;
        }
#pragma warning disable CA1031 // Whatever it is, the next round may do better; without one nothing would.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Tell(e);
        }
        finally
        {
            Arm(pause);
            ended.SetResult();
        }
    }

    private void Arm(TimeSpan pause)
    {
        lock (_gate)
        {
            _ranAt = _time.GetTimestamp();
            _pause = pause;
            if (!_isClosed)
            {
                _timer.Change(pause, Timeout.InfiniteTimeSpan);
            }
        }
    }

    // Once until it does well again: a fault of each round would fill the log.
    private void Tell(Exception failure)
    {
        Interlocked.Increment(ref _failures);
        if (!_isFailing)
        {
            _isFailing = true;
            PoolLog.LoopFailed(_logger, failure, _name, _pool);
        }
    }
}
