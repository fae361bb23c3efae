using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using RedisGuard.Pool.Configuration;
using RedisGuard.Pool.Connections;
using RedisGuard.Pool.Tests.Servers;

namespace RedisGuard.Pool.Tests.Doubles;

/// <summary>Pools for tests: untouched by the environment, each under a name of its own.</summary>
internal static class Pools
{
    public static RedisPoolOptions Options(Action<RedisPoolOptions>? configure = null)
    {
        var name = $"t{Guid.NewGuid():N}";
        var options = new RedisPoolOptions(new PoolEnvironment(static _ => null)) { ApplicationName = name, Name = name };
        configure?.Invoke(options);
        return options;
    }

    /// <summary>
    /// Options for a pool with a server. Nothing that has to be connected gives up before the test would; who wants to see
    /// it give up brings a clock of its own.
    /// </summary>
    public static RedisPoolOptions Real(RedisFixture redis, Action<RedisPoolOptions>? configure = null) => Options(options =>
    {
        options.Configuration = redis.Configuration;
        options.AcquireTimeout = Eventually.Deadline;
        configure?.Invoke(options);
    });

    /// <summary>Has the shared connection opened where there is no multiplexer to hand out.</summary>
    public static async Task GetConnectionNodeAsync(this RedisPool pool) =>
        await Assert.ThrowsAsync<NotSupportedException>(() => pool.GetConnectionAsync());

    /// <summary>A pool without a server.</summary>
    public static RedisPool Fake(FakeOpener opener, Action<RedisPoolOptions>? configure = null, TimeProvider? time = null, ILoggerFactory? logs = null) =>
        new(Options(configure), logs ?? new FakeLoggers(), time ?? TimeProvider.System, opener, default);
}
