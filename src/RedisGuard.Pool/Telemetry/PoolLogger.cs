using Microsoft.Extensions.Logging;

namespace RedisGuard.Pool.Telemetry;

/// <summary>
/// The logger of a pool: of the factory that the pool was given while that lives, else where <see cref="ProcessLogging"/> says.
/// </summary>
/// <remarks>
/// It asks the factory each time: a factory that was disposed with its host throws, and a logger kept from it would write
/// into the void. Pools log seldom.
/// </remarks>
internal sealed class PoolLogger(ILoggerFactory? given = null) : FencedLogger
{
    public static PoolLogger OfProcess { get; } = new();

    protected override ILogger Find()
    {
        if (given is not null)
        {
            try
            {
                return given.CreateLogger(PoolLog.Category);
            }
            catch (ObjectDisposedException)
            {
                // Its host is gone; the process goes on.
            }
        }

        return ProcessLogging.Find();
    }
}
