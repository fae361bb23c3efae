using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace RedisGuard.Pool.Health;

/// <summary>
/// Reports what the pool knows already: it asks no server, opens no connection and waits for nothing, however often it runs.
/// </summary>
/// <param name="services">Where the pool is registered.</param>
/// <param name="pool">The key that it is registered under; <see langword="null"/> for the one without.</param>
internal sealed class PoolHealthCheck(IServiceProvider services, string? pool) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        try
        {
            var found = pool is null ? services.GetRequiredService<RedisPool>() : services.GetRequiredKeyedService<RedisPool>(pool);
            return Task.FromResult(Report(found.GetSnapshot(), context.Registration.FailureStatus));
        }
#pragma warning disable CA1031 // A pool that can't even be created, for a malformed option say, is what a health check is there to report.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return Task.FromResult(new HealthCheckResult(context.Registration.FailureStatus, "The pool can't be created.", e));
        }
    }

    private static HealthCheckResult Report(RedisPoolSnapshot now, HealthStatus failure)
    {
        var health = now.Health;
        var overdue = now.Loops.FirstOrDefault(static loop => loop.IsOverdue);
        var (status, text) = health.State switch
        {
            // What it found last is no longer known to be true.
            RedisHealthState.Healthy or RedisHealthState.Unknown when overdue is not null => (HealthStatus.Degraded, string.Create(
                CultureInfo.InvariantCulture, $"Nothing is known of {now.EndPoints}: the pool's loop '{overdue.Name}' has not run for {overdue.SinceLastRun.TotalSeconds:0} s.")),
            RedisHealthState.Unhealthy => (failure, string.Create(CultureInfo.InvariantCulture, $"{now.EndPoints} has not answered properly for {health.Age.TotalSeconds:0} s: {health.LastFailure}.")),
            RedisHealthState.Degraded => (HealthStatus.Degraded, $"{now.EndPoints} may be in trouble: {health.LastFailure}."),
            RedisHealthState.Healthy => (HealthStatus.Healthy, $"{now.EndPoints} answers."),
            _ => (HealthStatus.Healthy, $"{now.EndPoints} was not needed yet."),
        };
        return new HealthCheckResult(status, text, data: Data(now));
    }

    private static Dictionary<string, object> Data(RedisPoolSnapshot now)
    {
        var data = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["pool"] = now.Name,
            ["endPoints"] = now.EndPoints,
            ["health"] = now.Health.State.ToString(),
            ["failures"] = now.Health.Failures,
            ["connections"] = now.Connections.Count,
            ["maxConnections"] = now.MaxConnections,
            ["leases"] = now.Leases.Count,
            ["waiting"] = now.Waiting,
            ["subscriptions"] = now.Subscriptions.Count,
            ["healings"] = now.Healings,
            ["breaker"] = now.Breaker.ToString(),
            ["leaks"] = now.Leaks.Sum(static leak => leak.Count),
        };
        foreach (var loop in now.Loops)
        {
            data[$"secondsSince.{loop.Name}"] = loop.SinceLastRun.TotalSeconds;
        }

        if (now.Health.LastFailure is { } reason)
        {
            data["lastFailure"] = reason;
        }

        if (now.Health.Latency is { } latency)
        {
            data["latencyMilliseconds"] = latency.TotalMilliseconds;
        }

        return data;
    }
}
