using RedisGuard.Pool.Connections;
using RedisGuard.Pool.Subscriptions;

namespace RedisGuard.Pool.Health;

/// <summary>
/// Looks after the shared connections by the clock: asks whether they answer, tells when that changes, has those replaced
/// that stay dead, and moves the subscriptions that were left behind.
/// </summary>
internal sealed class HealthMonitor : IAsyncDisposable
{
    // A connection whose socket closed, or whose last answer was none, is looked at this many times an interval: with the
    // default of 30 s every 3 s, so that the third failure is known within 10 s and not after a minute and a half.
    private const int LooksPerInterval = 10;

    private readonly object _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly ConnectionProbe[] _probes;
    private readonly SharedConnectionReplacer[] _replacers;
    private readonly HealthJudge _judge;
    private readonly HealthTeller _teller;
    private readonly SubscriptionTable _subscriptions;
    private readonly TimeSpan _pause;
    private readonly ITimer _timer;
    private Task _looking = Task.CompletedTask;
    private bool _isClosed;

    public HealthMonitor(
        ConnectionProbe[] probes,
        SharedConnectionReplacer[] replacers,
        HealthJudge judge,
        HealthTeller teller,
        SubscriptionTable subscriptions,
        TimeSpan interval,
        TimeProvider time)
    {
        _probes = probes;
        _replacers = replacers;
        _judge = judge;
        _teller = teller;
        _subscriptions = subscriptions;
        _pause = interval / LooksPerInterval;
        using var noFlow = ExecutionContext.IsFlowSuppressed() ? default(AsyncFlowControl?) : ExecutionContext.SuppressFlow();
        _timer = time.CreateTimer(_ => Look(), null, _pause, Timeout.InfiniteTimeSpan);
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
        await _looking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private void Look()
    {
        lock (_gate)
        {
            if (!_isClosed)
            {
                _looking = LookAsync();
            }
        }
    }

    private async Task LookAsync()
    {
        // Away from the lock, and from whoever moves the clock.
        await Task.Yield();
        try
        {
            var looks = await Task.WhenAll(_probes.Select(probe => probe.LookAsync(_judge.IsSuspicious, _stop.Token))).ConfigureAwait(false);
            _teller.Tell(_judge.Record(looks));
            for (var index = 0; index < _probes.Length; index++)
            {
                // Not waited for: it takes as long as connecting takes, and lets no second one in beside it.
                _ = _replacers[index].ConsiderAsync(_probes[index].SilentFor);
            }

            if (_subscriptions.IsBehind)
            {
                await _subscriptions.FollowAsync().WaitAsync(_stop.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            return;
        }

        var due = _probes.Min(static probe => probe.DueIn);
        var pause = due > TimeSpan.Zero && due < _pause ? due : _pause;
        lock (_gate)
        {
            if (!_isClosed)
            {
                _timer.Change(pause, Timeout.InfiniteTimeSpan);
            }
        }
    }
}
