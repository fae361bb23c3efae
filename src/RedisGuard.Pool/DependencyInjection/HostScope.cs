using Microsoft.Extensions.Logging;
using RedisGuard.Pool.Telemetry;

namespace RedisGuard.Pool.DependencyInjection;

/// <summary>
/// One container: two pools of two containers are no mistake, and while its host runs, what belongs to the process is logged
/// there. Singleton; disposed with the container, before the factory of the loggers.
/// </summary>
internal sealed class HostScope : IDisposable
{
    private readonly ILoggerFactory? _loggers;

    public HostScope(ILoggerFactory? loggers)
    {
        _loggers = loggers;
        if (loggers is not null)
        {
            ProcessLogging.Add(loggers);
        }
    }

    public void Dispose()
    {
        if (_loggers is not null)
        {
            ProcessLogging.Remove(_loggers);
        }
    }
}
