using RedisGuard.Verification;

namespace RedisGuard.CodeFixes.Tests.Pictures;

/// <summary>
/// The pictures of <c>docs/images</c> show what the analyzers say and the fixes do. <c>REDISGUARD_WRITE=1</c> draws them anew.
/// </summary>
public class PicturesTests
{
    private static readonly TestSetup WithPool = new() { Pool = true };

    private static readonly Dictionary<string, (string File, string Source, TestSetup Setup)> All = new()
    {
        ["editor-rg1001"] = (
            "BasketController.cs",
            """
            [ApiController]
            public class BasketController : ControllerBase
            {
                [HttpGet]
                public async Task<string?> Get(string key)
                {
                    await using var redis = await ConnectionMultiplexer.ConnectAsync("localhost:6379");
                    return await redis.GetDatabase().StringGetAsync(key);
                }
            }
            """,
            new() { Files = [("Usings.cs", "global using Microsoft.AspNetCore.Mvc;\nglobal using StackExchange.Redis;\n")] }),
        ["editor-rg1006"] = (
            "Cache.cs",
            """
            using RedisGuard.Pool;
            using StackExchange.Redis;

            static class Cache
            {
                private static ConnectionMultiplexer? s_redis;

                public static IDatabase Database()
                {
                    if (s_redis == null)
                    {
                        s_redis = ConnectionMultiplexer.Connect("localhost:6379");
                    }

                    return s_redis.GetDatabase();
                }
            }
            """,
            WithPool),
        ["editor-rg1003"] = (
            "Store.cs",
            """
            using StackExchange.Redis;

            public sealed class Store(string server) : IDisposable
            {
                private readonly ConnectionMultiplexer _redis = ConnectionMultiplexer.Connect(server);

                public string? Read(string key) => _redis.GetDatabase().StringGet(key);

                public void Dispose() => GC.SuppressFinalize(this);
            }
            """,
            new()),
        ["editor-rg2001"] = (
            "Feed.cs",
            """
            using StackExchange.Redis;

            public sealed class Feed : IDisposable
            {
                private int _count;

                public Feed(ISubscriber subscriber)
                {
                    subscriber.Subscribe(RedisChannel.Literal("news"), (channel, value) => _count++);
                }

                public void Dispose() => Console.WriteLine(_count);
            }
            """,
            new()),
        ["editor-rg3006"] = (
            "Import.cs",
            """
            using StackExchange.Redis;

            public class Import(IDatabase db)
            {
                public async Task RunAsync(Func<Task> work)
                {
                    var token = Guid.NewGuid().ToString();
                    if (await db.LockTakeAsync("import", token, TimeSpan.FromMinutes(1)))
                    {
                        await work();
                        await db.LockReleaseAsync("import", token);
                    }
                }
            }
            """,
            new()),
    };

    public static TheoryData<string> Names => [.. All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Picture_ShowsWhatIsThere(string name)
    {
        var (file, source, setup) = All[name];
        string drawn = EditorPicture.Draw(await LightBulb.LookAsync(file, source, setup));
        string path = Path.Combine(Root(), "docs", "images", name + ".svg");
        if (Environment.GetEnvironmentVariable("REDISGUARD_WRITE") == "1")
        {
            await File.WriteAllTextAsync(path, drawn, TestContext.Current.CancellationToken);
            return;
        }

        Assert.True(
            File.Exists(path) && await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken) == drawn,
            $"docs/images/{name}.svg is stale: run this test with REDISGUARD_WRITE=1, which draws it.");
    }

    private static string Root()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "RedisGuard.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException("The tests don't run inside the repository.");
    }
}
