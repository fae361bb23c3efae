using Microsoft.Extensions.Logging;

namespace RedisGuard.Pool.Tests.Doubles;

/// <summary>A log whose every member throws.</summary>
internal sealed class HostileLoggers : ILoggerFactory, ILogger
{
    private int _calls;

    public int Calls => Volatile.Read(ref _calls);

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => throw Hostile();

    public bool IsEnabled(LogLevel logLevel) => throw Hostile();

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        throw Hostile();

    public void Dispose()
    {
        // Nothing to let go of.
    }

    private InvalidOperationException Hostile()
    {
        Interlocked.Increment(ref _calls);
        return new InvalidOperationException("the log");
    }
}
