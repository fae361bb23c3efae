using Microsoft.Extensions.Logging;

namespace RedisGuard.Pool.Telemetry;

/// <summary>
/// Takes the warnings when nobody gave a logger: a leak warning that goes nowhere would be one more leak that nobody sees.
/// </summary>
internal sealed class StandardErrorLogger : ILogger, ILoggerFactory
{
    public static StandardErrorLogger Instance { get; } = new();

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel is >= LogLevel.Warning and < LogLevel.None;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            Console.Error.WriteLine($"RedisGuard {(logLevel == LogLevel.Warning ? "warning" : "error")} {eventId.Id}: {formatter(state, exception)}{(exception is null ? string.Empty : $" {exception.Message}")}");
        }
    }

    public void Dispose()
    {
        // It owns nothing: standard error belongs to the process.
    }
}
