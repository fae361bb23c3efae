using System.Runtime.CompilerServices;
using RedisGuard.Pool.Resilience;
using StackExchange.Redis;

namespace RedisGuard.Pool;

#pragma warning disable CA1068 // The token comes before what is hardly ever said: nobody shall name an argument to pass a token.

// The guarded way: through the breaker and the retry policy.
public sealed partial class RedisPool
{
    private readonly GuardedCalls _calls;

    /// <summary>The circuit breaker that guarded calls go through.</summary>
    public RedisCircuitBreaker Breaker { get; }

    /// <summary>
    /// Sends one command through the circuit breaker, on a shared connection, and again what may be sent again:
    /// <c>await pool.ExecuteAsync(static (db, key) => db.StringGetAsync(key), key);</c>
    /// </summary>
    /// <typeparam name="TState">What the command needs.</typeparam>
    /// <typeparam name="TResult">What it returns.</typeparam>
    /// <param name="command">Sends one command: it is repeated as a whole. A static lambda costs no allocation.</param>
    /// <param name="state">Handed to it.</param>
    /// <param name="cancellationToken">Stops waiting; a command under way may still be applied.</param>
    /// <param name="retry">What may be sent again.</param>
    /// <returns>Its reply.</returns>
    /// <exception cref="RedisCircuitOpenException">The breaker rejected it: it was not sent.</exception>
    /// <exception cref="RedisTimeoutException">No reply came in time (<see cref="RedisRetryOptions.Timeout"/>).</exception>
    /// <exception cref="RedisException">What the last attempt failed with.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<TResult> ExecuteAsync<TState, TResult>(
        Func<IDatabase, TState, Task<TResult>> command,
        TState state,
        CancellationToken cancellationToken = default,
        RedisRetry retry = RedisRetry.WhenNotApplied)
    {
        var outcome = await TryExecuteAsync(command, state, cancellationToken, retry).ConfigureAwait(false);
        return outcome.Value;
    }

    /// <inheritdoc cref="ExecuteAsync{TState, TResult}(Func{IDatabase, TState, Task{TResult}}, TState, CancellationToken, RedisRetry)"/>
    public ValueTask<TResult> ExecuteAsync<TResult>(
        Func<IDatabase, Task<TResult>> command, CancellationToken cancellationToken = default, RedisRetry retry = RedisRetry.WhenNotApplied)
    {
        ArgumentNullException.ThrowIfNull(command);
        return ExecuteAsync(static (database, given) => given(database), command, cancellationToken, retry);
    }

    /// <summary>Sends one command whose reply has no value, as the other overloads do.</summary>
    /// <typeparam name="TState">What the command needs.</typeparam>
    /// <param name="command">Sends one command: it is repeated as a whole. A static lambda costs no allocation.</param>
    /// <param name="state">Handed to it.</param>
    /// <param name="cancellationToken">Stops waiting; a command under way may still be applied.</param>
    /// <param name="retry">What may be sent again.</param>
    /// <returns>A task that completes when the server has replied.</returns>
    /// <exception cref="RedisCircuitOpenException">The breaker rejected it: it was not sent.</exception>
    /// <exception cref="RedisTimeoutException">No reply came in time (<see cref="RedisRetryOptions.Timeout"/>).</exception>
    /// <exception cref="RedisException">What the last attempt failed with.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask ExecuteAsync<TState>(
        Func<IDatabase, TState, Task> command,
        TState state,
        CancellationToken cancellationToken = default,
        RedisRetry retry = RedisRetry.WhenNotApplied)
    {
        ArgumentNullException.ThrowIfNull(command);
        var outcome = await _calls.RunAsync<TState, Nothing>(command, state, retry, cancellationToken).ConfigureAwait(false);
        _ = outcome.Value; // throws what it ended with
    }

    /// <inheritdoc cref="ExecuteAsync{TState}(Func{IDatabase, TState, Task}, TState, CancellationToken, RedisRetry)"/>
    public ValueTask ExecuteAsync(
        Func<IDatabase, Task> command, CancellationToken cancellationToken = default, RedisRetry retry = RedisRetry.WhenNotApplied)
    {
        ArgumentNullException.ThrowIfNull(command);
        return ExecuteAsync(static (database, given) => given(database), command, cancellationToken, retry);
    }

    /// <summary>As <c>ExecuteAsync</c>, but a rejection, and what Redis fails with, is returned instead of thrown.</summary>
    /// <typeparam name="TState">What the command needs.</typeparam>
    /// <typeparam name="TResult">What it returns.</typeparam>
    /// <param name="command">Sends one command: it is repeated as a whole.</param>
    /// <param name="state">Handed to it.</param>
    /// <param name="cancellationToken">Stops waiting; a command under way may still be applied.</param>
    /// <param name="retry">What may be sent again.</param>
    /// <returns>How it ended.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public ValueTask<RedisOutcome<TResult>> TryExecuteAsync<TState, TResult>(
        Func<IDatabase, TState, Task<TResult>> command,
        TState state,
        CancellationToken cancellationToken = default,
        RedisRetry retry = RedisRetry.WhenNotApplied)
    {
        ArgumentNullException.ThrowIfNull(command);
        return _calls.RunAsync<TState, TResult>(command, state, retry, cancellationToken);
    }

    private async Task ProbeAsync(CancellationToken cancellationToken)
    {
        var node = _shared.Next();
        var connection = node.Current ?? await node.OpenAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        await connection.PingAsync().ConfigureAwait(false);
    }
}
