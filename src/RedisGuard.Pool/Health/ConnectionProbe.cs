using RedisGuard.Pool.Connections;
using RedisGuard.Pool.Resilience;
using StackExchange.Redis;

namespace RedisGuard.Pool.Health;

/// <summary>Finds out whether one shared connection answers: from the replies that its callers get, else by a PING.</summary>
internal sealed class ConnectionProbe(SharedConnection node, TimeSpan interval, TimeSpan deadline, TimeProvider time)
{
    // Pools that were started together would otherwise ask together.
    private const double Jitter = 0.1;

    private IPhysicalConnection? _connection;
    private Exception? _openFailure;
    private long _operations;
    private long _knownAt = time.GetTimestamp();
    private TimeSpan _wait = Jittered(interval);
    private long? _silentAt;

    public SharedConnection Node => node;

    /// <summary>What is left until the connection has to be asked again.</summary>
    public TimeSpan DueIn
    {
        get
        {
            var left = _wait - time.GetElapsedTime(_knownAt);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>For how long no answer has come, from the start of the first look that found none.</summary>
    public TimeSpan SilentFor => _silentAt is { } at ? time.GetElapsedTime(at) : TimeSpan.Zero;

    /// <summary>Looks once. Never throws but when it is stopped.</summary>
    /// <param name="isSuspicious">Whether to ask although the connection is not due.</param>
    /// <param name="stop">Stops waiting.</param>
    public async Task<ProbeResult> LookAsync(bool isSuspicious, CancellationToken stop)
    {
        var began = time.GetTimestamp();
        var result = node.Current is { } connection
            ? await LookAtAsync(connection, isSuspicious, stop).ConfigureAwait(false)
            : await LookForOneAsync(stop).ConfigureAwait(false);
        _silentAt = result.Outcome == ProbeOutcome.Silent ? _silentAt ?? began : null;
        if (result.Outcome != ProbeOutcome.Known)
        {
            _knownAt = time.GetTimestamp();
            _wait = Jittered(interval);
        }

        return result;
    }

    private async ValueTask<ProbeResult> LookAtAsync(IPhysicalConnection connection, bool isSuspicious, CancellationToken stop)
    {
        var isNew = connection != _connection;
        var hasSent = connection.Operations != _operations;
        _connection = connection;
        _operations = connection.Operations;
        if (isNew || isSuspicious || !connection.IsReady)
        {
            return await PingAsync(connection, stop).ConfigureAwait(false);
        }

        if (DueIn > TimeSpan.Zero)
        {
            return new ProbeResult(ProbeOutcome.Known);
        }

        // What was sent since the last look has been replied to: as good as a PING, and nothing to pay.
        return hasSent && connection.Outstanding == 0
            ? new ProbeResult(ProbeOutcome.Answered)
            : await PingAsync(connection, stop).ConfigureAwait(false);
    }

    // A connection that could not be opened is opened again here: a pool that reports itself unhealthy may get no more
    // callers, and would never find out that the server is back.
    private async Task<ProbeResult> LookForOneAsync(CancellationToken stop)
    {
        _connection = null;
        if (node.Failure is not { } failure)
        {
            return new ProbeResult(ProbeOutcome.Absent);
        }

        if (!ReferenceEquals(failure, _openFailure))
        {
            _openFailure = failure;
            return Judge(failure);
        }

        if (DueIn > TimeSpan.Zero)
        {
            return new ProbeResult(ProbeOutcome.Known);
        }

        try
        {
            await node.OpenAsync().WaitAsync(stop).ConfigureAwait(false);
            return new ProbeResult(ProbeOutcome.Answered);
        }
        catch (Exception e) when (!stop.IsCancellationRequested)
        {
            _openFailure = e;
            return Judge(e);
        }
    }

    private async Task<ProbeResult> PingAsync(IPhysicalConnection connection, CancellationToken stop)
    {
        var began = time.GetTimestamp();
        Task<TimeSpan>? ping = null;
        try
        {
            ping = connection.PingAsync();
            await ping.WaitAsync(deadline, time, stop).ConfigureAwait(false);
            return new ProbeResult(ProbeOutcome.Answered, Latency: time.GetElapsedTime(began));
        }
        catch (TimeoutException) when (ping is { IsCompleted: false })
        {
            ping.Observe();
            return new ProbeResult(ProbeOutcome.Silent, FormattableString.Invariant($"a PING had no reply within {deadline.TotalSeconds:0.#} s"));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            ping?.Observe();
            throw;
        }
        catch (RedisCommandException)
        {
            // The command map has no PING. Whether the connection is up is then all that can be known.
            return new ProbeResult(connection.IsReady ? ProbeOutcome.Answered : ProbeOutcome.Silent, "the connection is down");
        }
#pragma warning disable CA1031 // A connection that is torn down under a command fails it with whatever its innards throw (InvalidOperationException, say).
        catch (Exception e)
#pragma warning restore CA1031
        {
            return Judge(e);
        }
    }

    private static ProbeResult Judge(Exception failure) =>
        new(failure is RedisServerException ? ProbeOutcome.Refused : ProbeOutcome.Silent, RedisFaults.Brief(failure));

    private static TimeSpan Jittered(TimeSpan interval) => interval * (1 - Jitter + (2 * Jitter * Random.Shared.NextDouble()));
}
