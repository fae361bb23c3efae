using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using RedisGuard.Pool.Tests.Secrets;

namespace RedisGuard.Pool.Tests.Doubles;

/// <summary>Collects what is logged.</summary>
internal sealed class FakeLoggers : ILoggerFactory
{
    private readonly FakeLogCollector _collector = new();

    // Each pool says in any case that it is connected, and that it is closed.
    private static readonly int[] Always = [1109, 1202];

    /// <summary>What would be read in production: debug messages are left out, and the two lines that every pool has.</summary>
    public IReadOnlyList<FakeLogRecord> Records => [.. All.Where(static record => record.Level > LogLevel.Debug && !Always.Contains(record.Id.Id))];

    public IReadOnlyList<FakeLogRecord> All => _collector.GetSnapshot();

    public IEnumerable<FakeLogRecord> Of(int eventId) => All.Where(record => record.Id.Id == eventId);

    public ILogger CreateLogger(string categoryName) => OutputSearch.OfTheSuite.Watch(new FakeLogger(_collector, categoryName));

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public void Dispose()
    {
        // Nothing to let go of.
    }
}
