using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace RedisGuard.Pool.Tests.Doubles;

/// <summary>Collects what is logged.</summary>
internal sealed class FakeLoggers : ILoggerFactory
{
    private readonly FakeLogCollector _collector = new();

    public IReadOnlyList<FakeLogRecord> Records => _collector.GetSnapshot();

    public IEnumerable<FakeLogRecord> Of(int eventId) => Records.Where(record => record.Id.Id == eventId);

    public ILogger CreateLogger(string categoryName) => new FakeLogger(_collector, categoryName);

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public void Dispose()
    {
        // Nothing to let go of.
    }
}
