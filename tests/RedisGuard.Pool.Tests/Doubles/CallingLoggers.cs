using Microsoft.Extensions.Logging;

namespace RedisGuard.Pool.Tests.Doubles;

/// <summary>A log that does something whenever it is told something: calls, throws, waits.</summary>
internal sealed class CallingLoggers(Action call) : ILoggerFactory, ILogger
{
    private int _calls;

    public int Calls => Volatile.Read(ref _calls);

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        Interlocked.Increment(ref _calls);
        call();
    }

    public void Dispose()
    {
        // Nothing to let go of.
    }
}
