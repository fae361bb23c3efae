using Microsoft.Extensions.Logging;

namespace RedisGuard.Pool.Telemetry;

/// <summary>A logger of others, behind the <see cref="Fence"/>: whatever it throws stays with it.</summary>
internal abstract class FencedLogger : ILogger
{
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

    /// <summary>The logger. Called behind the fence.</summary>
    protected abstract ILogger Find();
}
