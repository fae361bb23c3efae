using RedisGuard.Pool.Sockets;
using StackExchange.Redis;

namespace RedisGuard.Pool.Resilience;

/// <summary>
/// Lets a connection come back as fast as the server can bear all of its clients to. A lonely client needn't wait for a fleet
/// that isn't there, and of a large one none comes sooner than its share of the rate allows.
/// </summary>
/// <remarks>
/// Each client draws its first wait from the whole spread and then keeps to the spread: whenever the server is back, as many
/// are due in each moment as in any other. Where the size of the fleet is unknown, the schedule decides.
/// </remarks>
internal sealed class FleetReconnectBackoff(FleetSize fleet, Backoff schedule, SocketLedger sockets, ConfigurationOptions configuration) : IReconnectRetryPolicy
{
    // Small enough to leave the clients spread as they are, and enough that two that met part again.
    private const double Jitter = 0.1;

    private readonly StableDraw _draw = new();
    private readonly RedisReconnectBackoff _unknown = new(schedule);

    public bool ShouldRetry(long currentRetryCount, int timeElapsedMillisecondsSinceLastRetry)
    {
        if (timeElapsedMillisecondsSinceLastRetry < 0)
        {
            // The library's clock is a 32-bit counter of milliseconds: after 24 days without an attempt it turns negative.
            return true;
        }

        var elapsed = TimeSpan.FromMilliseconds(timeElapsedMillisecondsSinceLastRetry);
        if (sockets.IsConnectingSince(elapsed, isSecure: configuration.Ssl))
        {
            // Asked whether the connect under way has taken too long: it has the time that the configuration gives it.
            return timeElapsedMillisecondsSinceLastRetry >= configuration.ConnectTimeout && _unknown.ShouldRetry(currentRetryCount, timeElapsedMillisecondsSinceLastRetry);
        }

        return fleet.Spread is { } spread
            ? elapsed >= Wait(spread < schedule.Max ? spread : schedule.Max, currentRetryCount)
            : _unknown.ShouldRetry(currentRetryCount, timeElapsedMillisecondsSinceLastRetry);
    }

    private TimeSpan Wait(TimeSpan spread, long attempt)
    {
        var random = _draw.Of(attempt);
        return attempt == 0 ? spread * random : spread * (1 - Jitter + (2 * Jitter * random));
    }
}
