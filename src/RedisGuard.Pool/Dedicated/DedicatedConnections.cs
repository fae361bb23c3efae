using Microsoft.Extensions.Logging;
using RedisGuard.Pool.Configuration;
using RedisGuard.Pool.Connections;
using RedisGuard.Pool.Healing;
using RedisGuard.Pool.Leaks;
using RedisGuard.Pool.Resilience;
using RedisGuard.Pool.Telemetry;
using StackExchange.Redis;

namespace RedisGuard.Pool.Dedicated;

/// <summary>Opens the connections outside every pool. They belong to the process, and so does the watch over them.</summary>
internal static class DedicatedConnections
{
    private static readonly object Gate = new();
    private static readonly PoolInstruments Instruments = new("dedicated");
    private static readonly ReconnectTally Reconnects = new(Instruments);
    private static LeakTracker? s_leaks;
    private static long s_opened;

    public static IReadOnlyList<RedisLeak> Leaks => s_leaks?.Found ?? [];

    public static async Task<RedisDedicatedConnection> OpenAsync(
        ConfigurationOptions configuration, RedisCallSite site, CancellationToken cancellationToken)
    {
        var options = Options(configuration);
        var leaks = Tracker(options.LeakDetection);
        var settings = new ConnectionSettings(options, Reconnects, firstId: Interlocked.Increment(ref s_opened) - 1);
        var opening = new MultiplexerOpener(settings, TellHealed).OpenAsync(RedisConnectionKind.Dedicated);
        try
        {
            var connection = (MultiplexerConnection)await opening.WaitAsync(cancellationToken).ConfigureAwait(false);
            if (options.NameCallSites)
            {
                CallSiteName.Send(connection, site);
            }

            DedicatedWatch.Add(connection, PoolLogger.OfProcess);
            return new RedisDedicatedConnection(connection, leaks, site, Interlocked.Read(ref s_opened));
        }
        catch (OperationCanceledException)
        {
            _ = CloseAsync(opening);
            throw;
        }
    }

    // What the variables say that such a connection has no use for is no matter: it is stated here.
    private static RedisPoolOptions Options(ConfigurationOptions configuration)
    {
        var options = new RedisPoolOptions
        {
            ConfigurationOptions = configuration,
            Name = "dedicated",
            MaxConnections = 1,
            HealthCheckInterval = TimeSpan.FromMinutes(1),
            WatchProcess = false,
        };
        RedisPoolOptionsValidator.Validate(options);
        return options;
    }

    // Nobody waits for it any more, and there is no pool for it to go to.
    private static async Task CloseAsync(Task<IPhysicalConnection> opening)
    {
        await ((Task)opening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (opening.IsCompletedSuccessfully)
        {
            var connection = await opening.ConfigureAwait(false);
            await connection.CloseAsync(finishCommands: false).ConfigureAwait(false);
        }
    }

    private static void TellHealed(IPhysicalConnection connection, HealedSocket healed)
    {
        Instruments.Healed();
        PoolLog.Healed(
            PoolLogger.OfProcess, "dedicated", connection.Name, healed.Socket.EndPoint.ToString()!, healed.Socket.Kind.ToString(), healed.Owed.TotalSeconds);
    }

    private static LeakTracker Tracker(RedisLeakDetection detection)
    {
        lock (Gate)
        {
            return s_leaks ??= new LeakTracker(
                detection,
                Instruments,
                PoolLogger.OfProcess,
                RedisDedicatedConnection.TellOf);
        }
    }
}
