using System.Runtime.CompilerServices;
using RedisGuard.Pool.Connections;
using RedisGuard.Pool.Telemetry;
using StackExchange.Redis;

namespace RedisGuard.Pool.Resilience;

/// <summary>Sends commands through the breaker, and again what may be sent again, under one deadline.</summary>
internal sealed class GuardedCalls(
    AsyncCircuitBreaker breaker,
    Func<CancellationToken, ValueTask<IDatabase>> database,
    RedisRetryOptions options,
    TimeSpan libraryTimeout,
    PoolInstruments instruments,
    TimeProvider time)
{
    private readonly TimeSpan _timeout = options.Timeout ?? libraryTimeout;

    // A pooled state machine: a call allocates what its command does, and nothing more.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<RedisOutcome<TResult>> RunAsync<TState, TResult>(
        Func<IDatabase, TState, Task<TResult>> command, TState state, RedisRetry retry, CancellationToken cancellationToken)
    {
        var deadline = new Deadline(time, _timeout);
        for (var attempt = 1; ; attempt++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!breaker.TryEnter(out var ticket))
            {
                instruments.Rejected();
                return new RedisOutcome<TResult>(breaker, ticket);
            }

            Exception fault;
            var wasSent = false;
            try
            {
                var connected = await database(cancellationToken).ConfigureAwait(false);
                wasSent = true;
                var sent = command(connected, state);

                // The library ends a command by itself when its own timeout is over. While that is not later than ours, and
                // nobody can cancel, there is nothing else to watch for.
                var value = attempt == 1 && _timeout >= libraryTimeout && !cancellationToken.CanBeCanceled
                    ? await sent.ConfigureAwait(false)
                    : await WatchAsync(sent, deadline, cancellationToken).ConfigureAwait(false);
                breaker.Succeeded(ticket);
                return new RedisOutcome<TResult>(value);
            }
            catch (Exception e)
            {
                breaker.Failed(ticket, e);
                if (!RedisFaults.IsRedis(e))
                {
                    throw;
                }

                fault = e;
            }

            var wait = (options.Delay / 2) + (options.Delay / 2 * Random.Shared.NextDouble());
            if (attempt >= options.MaxAttempts || !MayRepeat(fault, wasSent, retry) || deadline.Remaining <= wait)
            {
                return new RedisOutcome<TResult>(fault);
            }

            await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
            instruments.Retried();
        }
    }

    private async Task<TResult> WatchAsync<TResult>(Task<TResult> sent, Deadline deadline, CancellationToken cancellationToken)
    {
        try
        {
            return await deadline.WaitAsync(sent, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException) when (!sent.IsCompleted)
        {
            throw new RedisTimeoutException(
                FormattableString.Invariant($"The command had no reply within the {_timeout.TotalSeconds:0.###} s that the call may take in all (Retry.Timeout). It may have been applied."),
                CommandStatus.Unknown);
        }
        finally
        {
            sent.Observe(); // nobody waits for it any more, should it still be under way
        }
    }

    private static bool MayRepeat(Exception fault, bool wasSent, RedisRetry retry) =>
        retry != RedisRetry.Never
        && fault is not RedisPoolExhaustedException
        && (RedisFaults.IsKnownNotApplied(fault)
            || (RedisFaults.Classify(fault) is CircuitResult.Failure or CircuitResult.ConnectionFault && (!wasSent || retry == RedisRetry.WhenIdempotent)));
}
