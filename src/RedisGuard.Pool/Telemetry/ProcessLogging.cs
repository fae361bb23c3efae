using Microsoft.Extensions.Logging;

namespace RedisGuard.Pool.Telemetry;

/// <summary>
/// Finds where that is logged which belongs to the process: to <see cref="RedisPool.LoggerFactory"/> when that was set, else to
/// the host that started last and still runs, else to standard error. A factory that was disposed is passed over.
/// </summary>
internal static class ProcessLogging
{
    private static readonly object Gate = new();
    private static ILoggerFactory[] s_hosts = [];

    public static ILogger Find()
    {
        if (RedisPool.LoggerFactory is { } set && TryCreate(set) is { } chosen)
        {
            return chosen;
        }

        foreach (var host in Volatile.Read(ref s_hosts))
        {
            if (TryCreate(host) is { } logger)
            {
                return logger;
            }
        }

        return StandardErrorLogger.Instance;
    }

    public static void Add(ILoggerFactory host)
    {
        lock (Gate)
        {
            Volatile.Write(ref s_hosts, [host, .. s_hosts]);
        }
    }

    public static void Remove(ILoggerFactory host)
    {
        lock (Gate)
        {
            var at = Array.IndexOf(s_hosts, host);
            Volatile.Write(ref s_hosts, [.. s_hosts.Where((_, index) => index != at)]);
        }
    }

    private static ILogger? TryCreate(ILoggerFactory factory)
    {
        try
        {
            return factory.CreateLogger(PoolLog.Category);
        }
        catch (ObjectDisposedException)
        {
            return null;
        }
    }
}
