using StackExchange.Redis;
using StackExchange.Redis.Configuration;

namespace RedisGuard.Pool.Resilience;

/// <summary>Finds out whether a configuration states a retry policy of its own.</summary>
internal static class StatedRetryPolicy
{
    /// <summary>
    /// The policy that the configuration, or the provider of its defaults, states; <see langword="null"/> when it would get
    /// the library's.
    /// </summary>
    public static IReconnectRetryPolicy? Of(ConfigurationOptions configuration)
    {
        // The library answers the question for its policy with its default when none is set. A copy with other defaults
        // answers with theirs.
        var copy = configuration.Clone();
        copy.Defaults = new Nothing();
        var stated = copy.ReconnectRetryPolicy;
        return stated is Nothing ? configuration.Defaults.ReconnectRetryPolicy : stated;
    }

    private sealed class Nothing : DefaultOptionsProvider, IReconnectRetryPolicy
    {
        public override IReconnectRetryPolicy ReconnectRetryPolicy => this;

        public bool ShouldRetry(long currentRetryCount, int timeElapsedMillisecondsSinceLastRetry) => true;
    }
}
