using NUnit.Framework;
using RedisGuard.Testing;
using StackExchange.Redis;

namespace RedisGuard.Testing.Suites;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SuiteTests : IDisposable
{
    private static readonly string s_server = Environment.GetEnvironmentVariable("SUITE_REDIS")!;

    // Its defaults are looked up before the first test: the watch must have been there.
    private static readonly ConfigurationOptions s_options = LookedUp();
    private static ConnectionMultiplexer? s_kept;

    private ConnectionMultiplexer? _own;

    public void Dispose() => _own?.Dispose();

    [Test]
    public async Task Closes()
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(s_server);
        await connection.GetDatabase().PingAsync();
    }

    [Test]
    public void ClosesInDispose() => _own = ConnectionMultiplexer.Connect(s_server);

    [Test]
    [AllowLeak("SuiteTests.ClosesByTheEndOfTheProcess")]
    public async Task ClosesByTheEndOfTheProcess() => s_kept = await ConnectionMultiplexer.ConnectAsync(s_server);

    [Test]
    public async Task Leaks() => await (await ConnectionMultiplexer.ConnectAsync(s_server)).GetDatabase().PingAsync(); // leaks

    [Test]
    public async Task LeaksWithOptionsOfBefore()
    {
        var connection = await ConnectionMultiplexer.ConnectAsync(s_options); // leaks with options of before
        await connection.GetDatabase().PingAsync();
        GC.KeepAlive(connection);
    }

    private static ConfigurationOptions LookedUp()
    {
        var options = ConfigurationOptions.Parse(s_server);
        _ = options.Defaults.ClientName;
        return options;
    }
}
