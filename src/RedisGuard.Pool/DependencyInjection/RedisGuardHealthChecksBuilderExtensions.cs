using Microsoft.Extensions.Diagnostics.HealthChecks;
using RedisGuard.Pool;
using RedisGuard.Pool.Health;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers health checks of pools.</summary>
public static class RedisGuardHealthChecksBuilderExtensions
{
    private const string DefaultName = "redisguard";

    /// <summary>
    /// Reports the health of a pool: degraded from the first sign of trouble, and only when the pool holds its server to be
    /// unhealthy what <paramref name="failureStatus"/> says. It reads what the pool knows: no connection of its own, no command.
    /// </summary>
    /// <param name="builder">Where to.</param>
    /// <param name="pool">The name that the pool was registered under; <see langword="null"/> for the one without.</param>
    /// <param name="name">The name of the check; <c>redisguard</c> when not given, with the pool's after it, as in <c>redisguard:sessions</c>.</param>
    /// <param name="failureStatus">What an unhealthy pool is reported as; <see cref="HealthStatus.Unhealthy"/> when not given.</param>
    /// <param name="tags">Tags of the check, such as <c>ready</c>.</param>
    /// <returns>The same builder.</returns>
    public static IHealthChecksBuilder AddRedisGuard(
        this IHealthChecksBuilder builder,
        string? pool = null,
        string? name = null,
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Add(new HealthCheckRegistration(
            name ?? (pool is null ? DefaultName : $"{DefaultName}:{pool}"),
            services => new PoolHealthCheck(services, pool),
            failureStatus,
            tags));
    }
}
