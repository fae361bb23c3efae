using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RedisGuard.Pool.Connections;
using RedisGuard.Pool.Telemetry;
using StackExchange.Redis;

namespace RedisGuard.Pool.DependencyInjection;

/// <summary>Connects a pool when the host starts, and drains it when all else has stopped.</summary>
/// <remarks>On the system's clock: one that a test put into the container would hold up the host for ever.</remarks>
internal sealed class PoolLifetime(RedisPool pool, TimeSpan patience, ILoggerFactory loggers) : IHostedLifecycleService
{
    /// <summary>
    /// The first request shouldn't pay for the connect. A server that is down doesn't keep the program from starting, nor
    /// does one that doesn't answer: connecting goes on without the host.
    /// </summary>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        try
        {
            var warming = pool.GetConnectionAsync(cancellationToken);
            warming.Observe();
            await warming.WaitAsync(patience, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            PoolLog.WarmUpFailed(new PoolLogger(loggers), e, pool.Name);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // After every StopAsync: until then requests are still being finished.
    public Task StoppedAsync(CancellationToken cancellationToken) => pool.DisposeAsync().AsTask().WaitAsync(cancellationToken);
}
