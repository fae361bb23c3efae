using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using RedisGuard.Pool.Tests.Secrets;

namespace RedisGuard.Pool.Tests.Doubles;

/// <summary>Collects what is logged.</summary>
internal sealed class FakeLoggers : ILoggerFactory
{
    private readonly FakeLogCollector _collector = new();

    /// <summary>What would be read in production: debug messages are left out.</summary>
    public IReadOnlyList<FakeLogRecord> Records => [.. All.Where(static record => record.Level > LogLevel.Debug)];

    public IReadOnlyList<FakeLogRecord> All => _collector.GetSnapshot();

    public IEnumerable<FakeLogRecord> Of(int eventId) => Records.Where(record => record.Id.Id == eventId);

    public ILogger CreateLogger(string categoryName) => OutputSearch.OfTheSuite.Watch(new FakeLogger(_collector, categoryName));

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public void Dispose()
    {
        // Nothing to let go of.
    }
}
