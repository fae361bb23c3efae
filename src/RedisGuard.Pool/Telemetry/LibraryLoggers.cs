using Microsoft.Extensions.Logging;

namespace RedisGuard.Pool.Telemetry;

/// <summary>
/// The loggers that StackExchange.Redis is handed in the place of the user's (<c>ConfigurationOptions.LoggerFactory</c>): the library
/// calls them in the middle of a connect and on its timer, where an exception fails the one and ends the process in the other.
/// </summary>
internal sealed class LibraryLoggers(ILoggerFactory users) : ILoggerFactory
{
    public ILogger CreateLogger(string categoryName) => new Fenced(users, categoryName);

    public void AddProvider(ILoggerProvider provider) => users.AddProvider(provider);

    public void Dispose()
    {
        // The factory is the user's.
    }

    private sealed class Fenced(ILoggerFactory users, string category) : FencedLogger
    {
        private ILogger? _found;

        protected override ILogger Find() => _found ??= users.CreateLogger(category);
    }
}
