using System.Runtime.CompilerServices;
using RedisGuard.Pool.Connections;
using RedisGuard.Pool.Telemetry;
using StackExchange.Redis;

namespace RedisGuard.Pool.Resilience;

/// <summary>Sends commands through the breaker, and again what may be sent again, under one deadline.</summary>
internal sealed class GuardedCalls(
    RedisCircuitBreaker breaker,
    Func<CancellationToken, ValueTask<IDatabase>> database,
    Func<long> sockets,
    RedisRetryOptions options,
    TimeSpan libraryTimeout,
    PoolInstruments instruments,
    TimeProvider time)
{
    private readonly TimeSpan _timeout = options.Timeout ?? libraryTimeout;

    /// <summary>Runs one command.</summary>
    /// <typeparam name="TState">What the command needs.</typeparam>
    /// <typeparam name="TResult">What it returns; <see cref="Nothing"/> where it returns a plain task.</typeparam>
    public ValueTask<RedisOutcome<TResult>> RunAsync<TState, TResult>(
        Func<IDatabase, TState, Task> command, TState state, RedisRetry retry, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<RedisOutcome<TResult>>(cancellationToken);
        }

        // Before there is anything asynchronous, which costs several times what a rejection does.
        return breaker.TryEnter(out var ticket)
            ? SendAsync<TState, TResult>(command, state, retry, ticket, cancellationToken)
            : new ValueTask<RedisOutcome<TResult>>(Reject<TResult>(ticket));
    }

    // A pooled state machine: a call allocates what its command does, and nothing more.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<RedisOutcome<TResult>> SendAsync<TState, TResult>(
        Func<IDatabase, TState, Task> command, TState state, RedisRetry retry, RedisCircuitTicket ticket, CancellationToken cancellationToken)
    {
        var deadline = new Deadline(time, _timeout);
        for (var attempt = 1; ; attempt++)
        {
            Exception fault;
            var wasSent = false;
            var opened = sockets();
            try
            {
                var connecting = database(cancellationToken);
                var isConnected = connecting.IsCompletedSuccessfully;
                var connected = isConnected
                    ? await connecting.ConfigureAwait(false)
                    : await ConnectAsync(connecting.AsTask(), deadline, cancellationToken).ConfigureAwait(false);
                wasSent = true;
                var sent = command(connected, state);

                // The library ends a command by itself when its own timeout is over. While that is not later than ours, nothing
                // of ours is spent, and nobody can cancel, there is nothing else to watch for.
                if (attempt == 1 && isConnected && _timeout >= libraryTimeout && !cancellationToken.CanBeCanceled)
                {
                    await sent.ConfigureAwait(false);
                }
                else
                {
                    await WatchAsync(sent, deadline, cancellationToken).ConfigureAwait(false);
                }

                breaker.RecordSuccess(ticket);
                return new RedisOutcome<TResult>(sent is Task<TResult> replied ? await replied.ConfigureAwait(false) : default!);
            }
            catch (Exception thrown)
            {
                var e = wasSent && IsInnards(thrown, cancellationToken) && sockets() != opened ? Lost(thrown) : thrown;
                breaker.RecordFailure(ticket, e);
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
            if (!breaker.TryEnter(out ticket))
            {
                return Reject<TResult>(ticket);
            }

            instruments.Retried();
        }
    }

    // The library up to 2.13 fails some commands with whatever a dying socket's innards throw. With a new socket since, that is
    // a lost connection; without one it is the caller's own.
    private static bool IsInnards(Exception thrown, CancellationToken cancellationToken) =>
        thrown is InvalidOperationException || (thrown is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    private static RedisConnectionException Lost(Exception thrown) =>
        new(ConnectionFailureType.SocketClosed, "The connection was lost while the command was under way. It may have been applied.", thrown);

    private RedisOutcome<TResult> Reject<TResult>(RedisCircuitTicket ticket)
    {
        instruments.Rejected();
        return new RedisOutcome<TResult>(breaker, ticket);
    }

    private async Task<IDatabase> ConnectAsync(Task<IDatabase> connecting, Deadline deadline, CancellationToken cancellationToken)
    {
        try
        {
            return await deadline.WaitAsync(connecting, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException) when (!connecting.IsCompleted)
        {
            throw new RedisTimeoutException(
                FormattableString.Invariant($"There was no connection within the {_timeout.TotalSeconds:0.###} s that the call may take in all (Retry.Timeout). The command was not sent."),
                CommandStatus.WaitingToBeSent);
        }
        finally
        {
            connecting.Observe(); // the attempt goes on for the others
        }
    }

    private async Task WatchAsync(Task sent, Deadline deadline, CancellationToken cancellationToken)
    {
        try
        {
            await deadline.WaitAsync(sent, cancellationToken).ConfigureAwait(false);
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
            || (RedisFaults.Classify(fault) is RedisCircuitResult.Failure or RedisCircuitResult.ConnectionFault && (!wasSent || retry == RedisRetry.WhenIdempotent)));
}
