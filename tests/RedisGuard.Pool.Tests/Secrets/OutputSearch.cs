using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace RedisGuard.Pool.Tests.Secrets;

/// <summary>Looks for a secret in what is put out, and remembers where it was.</summary>
internal sealed class OutputSearch(string secret)
{
    private readonly ConcurrentQueue<string> _found = new();

    /// <summary>What all tests of this program put out.</summary>
    public static OutputSearch OfTheSuite { get; } = new(Secret.Password);

    public IReadOnlyCollection<string> Found => _found;

    public void Look(string way, string? text)
    {
        if (text?.Contains(secret, StringComparison.OrdinalIgnoreCase) == true)
        {
            _found.Enqueue($"{way}: {text}");
        }
    }

    public void Look(string way, IEnumerable<KeyValuePair<string, object?>> values)
    {
        foreach (var (name, value) in values)
        {
            Look(way, $"{name}={value}");
        }
    }

    /// <summary>A logger that is looked at on the way to another.</summary>
    public ILogger Watch(ILogger logger) => new WatchedLogger(this, logger);

    private sealed class WatchedLogger(OutputSearch search, ILogger logger) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => logger.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => logger.IsEnabled(logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            search.Look("log", formatter(state, exception));
            search.Look("log", exception?.ToString());
            if (state is IEnumerable<KeyValuePair<string, object?>> values)
            {
                search.Look("log", values);
            }

            logger.Log(logLevel, eventId, state, exception, formatter);
        }
    }
}
