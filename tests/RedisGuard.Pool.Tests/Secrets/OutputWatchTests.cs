using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using RedisGuard.Pool.Tests.Doubles;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests.Secrets;

/// <summary>The watch over the suite finds a password wherever one is planted; else its silence would prove nothing.</summary>
public sealed class OutputWatchTests : IDisposable
{
    // Not the one that the watch over the suite looks for, which listens as well.
    private const string Planted = "planted-s3cret";

    private readonly OutputSearch _search = new(Planted);
    private readonly OutputWatch _watch;

    public OutputWatchTests() => _watch = new OutputWatch(_search);

    public void Dispose() => _watch.Dispose();

    [Fact]
    public void InALog_IsFound()
    {
        var logger = _search.Watch(NullLogger.Instance);

        logger.Log(LogLevel.Debug, default, Planted, null, static (state, _) => state);
        logger.Log(LogLevel.Debug, default, 0, new IOException(Planted), static (_, _) => string.Empty);
        logger.Log<KeyValuePair<string, object?>[]>(LogLevel.Debug, default, [new("value", Planted)], null, static (_, _) => string.Empty);

        Assert.Equal(3, Found("log").Count());
    }

    [Fact]
    public void InAnException_IsFound()
    {
        Assert.Throws<RedisPoolConfigurationException>(static () => Throw(new RedisPoolConfigurationException(Planted)));
        Assert.Throws<RedisException>(static () => Throw(new RedisException(Planted)));
        Assert.Throws<TimeoutException>(static () => Throw(new TimeoutException("too late", new IOException(Planted))));

        Assert.Equal(3, Found("exception").Count());
    }

    [Fact]
    public void InAMetric_IsFound()
    {
        using var meter = new Meter("RedisGuard.Pool");

        meter.CreateCounter<long>("planted").Add(1, new KeyValuePair<string, object?>("tag", Planted));

        Assert.NotEmpty(Found("metric"));
    }

    [Fact]
    public void InASpan_IsFound()
    {
        using var source = new ActivitySource("RedisGuard.Pool");

        source.StartActivity("planted")!.SetTag("tag", Planted).Dispose();

        Assert.NotEmpty(Found("span"));
    }

    [Fact]
    public async Task InASnapshot_IsFound()
    {
        await using var pool = Pools.Fake(new FakeOpener(), static options => options.Name = Planted);

        _watch.Read();

        Assert.NotEmpty(Found("snapshot"));
        Assert.NotEmpty(Found("metric"));
    }

    private static void Throw(Exception exception) => throw exception;

    private IEnumerable<string> Found(string way) => _search.Found.Where(found => found.StartsWith($"{way}: ", StringComparison.Ordinal));
}
