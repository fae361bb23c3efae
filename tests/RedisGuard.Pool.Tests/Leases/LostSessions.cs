using RedisGuard.Pool.Tests.Servers;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests.Leases;

/// <summary>Rounds of WATCH, another's write, a killed socket and EXEC, in random order of the last two.</summary>
internal sealed class LostSessions(RedisFixture redis, RedisPoolOptions options)
{
    private readonly Random _random = new();

    public async Task<(int Wrong, int Committed, int Failed)> RunAsync(int rounds, CancellationToken cancel)
    {
        await using var pool = new RedisPool(options);
        await using var other = await ConnectionMultiplexer.ConnectAsync(redis.Configuration);
        var (wrong, committed, failed) = (0, 0, 0);
        for (var round = 0; round < rounds; round++)
        {
            var key = $"watched-{Guid.NewGuid():N}";
            await other.GetDatabase().StringSetAsync(key, "first");
            switch (await RoundAsync(pool, other.GetDatabase(), key, cancel))
            {
                case true:
                    // The other wrote between WATCH and EXEC, always: a commit is wrong.
                    wrong++;
                    committed++;
                    break;
                case false:
                    break;
                default:
                    failed++;
                    break;
            }
        }

        return (wrong, committed, failed);
    }

    // Whether it committed; null when it was told that it couldn't.
    private async Task<bool?> RoundAsync(RedisPool pool, IDatabase other, string key, CancellationToken cancel)
    {
        await using var lease = await pool.RentAsync(cancel);
        try
        {
            var database = lease.Database;
            await database.ExecuteAsync("WATCH", key);
            await other.StringSetAsync(key, "another's");
            var killing = KillAfterAsync(TimeSpan.FromMilliseconds(_random.NextDouble() * 4), cancel);
            if (_random.Next(2) == 0)
            {
                await killing;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(6)), cancel);
            await database.ExecuteAsync("MULTI");
            await database.ExecuteAsync("SET", key, "mine");
            var result = await database.ExecuteAsync("EXEC");
            await killing;
            return !result.IsNull;
        }
        catch (Exception e) when (e is RedisException or RedisCommandException or TimeoutException or ObjectDisposedException or InvalidOperationException or IOException or OperationCanceledException && !cancel.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task KillAfterAsync(TimeSpan wait, CancellationToken cancel)
    {
        await Task.Delay(wait, cancel);
        var clients = (string)(await redis.Admin.ExecuteAsync("CLIENT", "LIST"))!;
        foreach (var client in clients.Split('\n').Where(line => line.Contains($" name=rg:{options.ApplicationName}:", StringComparison.Ordinal) && line.Contains(":exclusive:", StringComparison.Ordinal)))
        {
            await redis.Admin.ExecuteAsync("CLIENT", "KILL", "ID", client.Split(' ')[0].Split('=')[1]);
        }
    }
}
