using System.Globalization;
using RedisGuard.Pool.Tests.Servers;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests.Faults;

/// <summary>Harm that is done to a server of its own while a pool works on it.</summary>
internal static partial class Fault
{
    /// <summary>How long after a fault all must be well again. Its back-off waits a second at most.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>kill -9, and the same port again.</summary>
    public static async Task KillAndRestartAsync()
    {
        await using var server = await RedisProcess.StartAsync();
        await using var patient = await Patient.StartAsync(Configuration(server));
        await patient.WorksAsync();
        await server.KillAsync();
        await Eventually.TrueAsync(() => patient.Pool.GetSnapshot().Health.State == RedisHealthState.Unhealthy);
        await patient.FeelsAsync<RedisConnectionException>();
        await server.RestartAsync();
        await patient.IsToldOfGapsAsync();
        await patient.IsWholeAsync(mostLines: 4, Soon);
    }

    /// <summary>SIGSTOP for 10 s: connections stay, and nobody answers.</summary>
    public static async Task StoppedForTenSecondsAsync()
    {
        await using var server = await RedisProcess.StartAsync();
        await using var patient = await Patient.StartAsync(Configuration(server));
        await patient.WorksAsync();
        await server.StopAsync();
        await Task.WhenAll(Task.Delay(TimeSpan.FromSeconds(10), Cancel), patient.FeelsAsync<RedisTimeoutException>());
        await server.ContinueAsync();
        await patient.IsWholeAsync(mostLines: 4, Soon);
    }

    /// <summary>The server restarts elsewhere, and what leads to it follows, as a service address does.</summary>
    public static async Task MovedBehindProxyAsync()
    {
        await using var server = await RedisProcess.StartAsync();
        await using var proxy = new TcpProxy(server.Port);
        await using var patient = await Patient.StartAsync(proxy.Configuration);
        await patient.WorksAsync();
        await server.KillAsync();
        await patient.FeelsAsync<RedisConnectionException>();
        await server.RestartAsync(elsewhere: true);
        proxy.Target = server.Port;
        await patient.IsToldOfGapsAsync();
        await patient.IsWholeAsync(mostLines: 4, Soon);
    }

    /// <summary>CLIENT KILL of every connection each 100 ms for 10 s.</summary>
    public static async Task KilledEveryTenthOfASecondAsync()
    {
        await using var server = await RedisProcess.StartAsync();
        await using var admin = await AdminAsync(server);
        await using var patient = await Patient.StartAsync(Configuration(server));
        await patient.WorksAsync();
        for (var kill = 0; kill < 100; kill++)
        {
            await admin.GetServers()[0].ExecuteAsync("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
            await admin.GetServers()[0].ExecuteAsync("CLIENT", "KILL", "TYPE", "pubsub", "SKIPME", "yes");
            await Task.Delay(TimeSpan.FromMilliseconds(100), Cancel);
        }

        await patient.FeelsAsync<RedisConnectionException>();
        await patient.IsToldOfGapsAsync();
        await patient.IsWholeAsync(mostLines: 6, Soon);
    }

    /// <summary>Others have all connections that the server accepts.</summary>
    public static async Task MaxClientsReachedAsync()
    {
        await using var server = await RedisProcess.StartAsync();
        await using var admin = await AdminAsync(server);
        await using var patient = await Patient.StartAsync(Configuration(server));
        await patient.WorksAsync();
        await admin.GetServers()[0].ConfigSetAsync("maxclients", 1);
        await admin.GetServers()[0].ExecuteAsync("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
        await Eventually.TrueAsync(() => patient.Pool.GetSnapshot().Health.State is RedisHealthState.Degraded or RedisHealthState.Unhealthy);
        await patient.FeelsAsync<RedisConnectionException>();
        await admin.GetServers()[0].ConfigSetAsync("maxclients", 1000);
        await patient.IsWholeAsync(mostLines: 4, Soon);
    }

    /// <summary>The server asks for another password, until it doesn't.</summary>
    public static async Task WrongPasswordThatBecomesRightAsync()
    {
        await using var server = await RedisProcess.StartAsync("--requirepass", "theirs");
        await using var admin = await ConnectionMultiplexer.ConnectAsync($"{Configuration(server)},allowAdmin=true,password=theirs");
        await using var early = new RedisPool(Doubles.Pools.Options(options => options.Configuration = $"{Configuration(server)},password=ours-and-secret,connectTimeout=1000,connectRetry=0"), new Doubles.FakeLoggers());
        var refused = await Assert.ThrowsAnyAsync<RedisConnectionException>(() => early.GetConnectionAsync(Cancel));
        Assert.DoesNotContain("ours-and-secret", refused.ToString(), StringComparison.Ordinal);

        await admin.GetServers()[0].ConfigSetAsync("requirepass", "ours-and-secret");
        await Eventually.TrueAsync(async () => (await early.GetDatabaseAsync(Cancel)).Multiplexer.IsConnected);
        await using var patient = await Patient.StartAsync($"{Configuration(server)},password=ours-and-secret");
        await patient.WorksAsync();
        await patient.IsWholeAsync(mostLines: 2, Soon);
        Assert.All(patient.Logs.All, static record => Assert.DoesNotContain("ours-and-secret", record.Message, StringComparison.Ordinal));
    }

    /// <summary>CLIENT PAUSE: the server reads and doesn't answer.</summary>
    public static async Task PausedAsync()
    {
        await using var server = await RedisProcess.StartAsync();
        await using var admin = await AdminAsync(server);
        await using var patient = await Patient.StartAsync(Configuration(server));
        await patient.WorksAsync();
        await admin.GetServers()[0].ExecuteAsync("CLIENT", "PAUSE", 6000, "ALL");
        await patient.FeelsAsync<RedisTimeoutException>();
        await patient.IsWholeAsync(mostLines: 4, Soon);
        Assert.Equal(0, patient.Pool.GetSnapshot().Healings);
    }

    /// <summary>The server restarts and reads its data, and says LOADING to every command for some seconds.</summary>
    public static async Task LoadingAsync()
    {
        var folder = Directory.CreateTempSubdirectory("redisguard-loading-");
        try
        {
            await using var server = await RedisProcess.StartAsync("--dir", folder.FullName, "--key-load-delay", "1000", "--loading-process-events-interval-bytes", "1024");
            await using var admin = await AdminAsync(server);
            for (var key = 0; key < 3000; key++)
            {
                admin.GetDatabase().StringSet(string.Create(CultureInfo.InvariantCulture, $"key-{key}"), key, flags: CommandFlags.FireAndForget);
            }

            await admin.GetServers()[0].ExecuteAsync("SAVE");
            await using var patient = await Patient.StartAsync(Configuration(server));
            await patient.WorksAsync();
            await server.KillAsync();
            await server.RestartAsync(readiness: "Server initialized");
            await patient.FeelsAsync<RedisException>("LOADING");
            await patient.IsToldOfGapsAsync();
            await patient.IsWholeAsync(mostLines: 4, Soon);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The server has no memory left: writes fail, and neither the server nor a connection is to blame.</summary>
    public static async Task OutOfMemoryAsync()
    {
        await using var server = await RedisProcess.StartAsync();
        await using var admin = await AdminAsync(server);
        await using var patient = await Patient.StartAsync(Configuration(server));
        await patient.WorksAsync();
        await admin.GetServers()[0].ConfigSetAsync("maxmemory", 1);
        await Eventually.TrueAsync(async () =>
            (await Assert.ThrowsAnyAsync<RedisServerException>(() => patient.Pool.GetDatabase().StringSetAsync("oom", 1))).Message.StartsWith("OOM", StringComparison.Ordinal));
        await admin.GetServers()[0].ConfigSetAsync("maxmemory", 0);
        // A lease whose command the server refused may come back while another of its commands is under way: that is told, once.
        await patient.IsWholeAsync(mostLines: 1, Soon);
        Assert.Equal(0, patient.Pool.GetSnapshot().Healings);
    }

    /// <summary>A minute of all of it under 64 workers.</summary>
    public static async Task MinuteOfMixedFaultsAsync()
    {
        await using var server = await RedisProcess.StartAsync();
        await using var proxy = new TcpProxy(server.Port);
        await using var patient = await Patient.StartAsync(proxy.Configuration, workers: 64, guarded: true);
        var opened = 0;
        patient.Pool.Breaker.StateChanged += (_, change) => opened += change.Current == RedisCircuitState.Open ? 1 : 0;
        await patient.WorksAsync();
        var random = new Random(42);
        var ends = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(ends) < TimeSpan.FromMinutes(1))
        {
            switch (random.Next(6))
            {
                case 0:
                    proxy.Reset();
                    break;
                case 1:
                    proxy.HalfClose();
                    break;
                case 2:
                    proxy.Latency = TimeSpan.FromMilliseconds(random.Next(20));
                    break;
                case 3:
                    proxy.Slice = random.Next(1, 64);
                    break;
                case 4:
                    await server.KillAsync();
                    await server.RestartAsync();
                    break;
                default:
                    await server.StopAsync();
                    await Task.Delay(TimeSpan.FromMilliseconds(random.Next(500)), Cancel);
                    await server.ContinueAsync();
                    break;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(1500)), Cancel);
        }

        proxy.Latency = TimeSpan.Zero;
        proxy.Slice = 16 * 1024;
        await patient.FeelsAsync<RedisConnectionException>();
        await patient.FeelsAsync<RedisCircuitOpenException>();
        await patient.IsToldOfGapsAsync();
        await Eventually.TrueAsync(() => patient.Pool.Breaker is { State: RedisCircuitState.Closed, RetryAfter.Ticks: 0 });
        await patient.Pool.ExecuteAsync(static database => database.PingAsync(), Cancel);
        await patient.IsWholeAsync(mostLines: 40 + (opened * 2), Soon);
        Assert.InRange(opened, 1, 12); // a break is half a second at least, and so is an admission that grows
    }

    private static string Configuration(IRedisServer server) => server.Configuration;

    private static Task<ConnectionMultiplexer> AdminAsync(RedisProcess server) =>
        ConnectAsync($"{Configuration(server)},allowAdmin=true");

    private static async Task<ConnectionMultiplexer> ConnectAsync(string configuration) => await ConnectionMultiplexer.ConnectAsync(configuration);
}
