using Microsoft.Extensions.Logging;

namespace RedisGuard.Pool.Telemetry;

/// <summary>
/// The logger of a pool, whose failures stay with it: of the factory that the pool was given while that lives, else where
/// <see cref="ProcessLogging"/> says.
/// </summary>
/// <remarks>
/// It asks the factory each time: a factory that was disposed with its host throws, and a logger kept from it would write
/// into the void. Pools log seldom.
/// </remarks>
internal sealed class PoolLogger(ILoggerFactory? given = null) : ILogger
{
    public static PoolLogger OfProcess { get; } = new();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull =>
        Fence.Ask(static call => call.Item1.Find().BeginScope(call.state), (this, state), otherwise: null);

    // One that can't say whether it is on is asked to log: what comes of that stays behind the fence too.
    public bool IsEnabled(LogLevel logLevel) =>
        Fence.Ask(static call => call.Item1.Find().IsEnabled(call.logLevel), (this, logLevel), otherwise: true);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _ = Fence.Run(
            static call => call.Item1.Find().Log(call.logLevel, call.eventId, call.state, call.exception, call.formatter),
            (this, logLevel, eventId, state, exception, formatter));

    private ILogger Find()
    {
        if (given is not null)
        {
            try
            {
                return given.CreateLogger(PoolLog.Category);
            }
            catch (ObjectDisposedException)
            {
                // Its host is gone; the process goes on.
            }
        }

        return ProcessLogging.Find();
    }
}
