using System.Diagnostics;

namespace RedisGuard.Pool.Telemetry;

/// <summary>A span, or none; ends behind the <see cref="Fence"/>.</summary>
internal readonly struct PoolSpan(Activity? activity) : IDisposable
{
    public void Dispose()
    {
        if (activity is not null)
        {
            _ = Fence.Run(static ending => ending.Dispose(), activity);
        }
    }
}
