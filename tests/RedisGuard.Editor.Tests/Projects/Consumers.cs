namespace RedisGuard.Editor.Tests.Projects;

/// <summary>Projects as they are in the wild: a program, a web API with injected services, a worker, a library for old frameworks, one with the pool.</summary>
internal static class Consumers
{
    private const string Churning = """
        public string? Read(string key)
            {
                using var redis = ConnectionMultiplexer.Connect(configuration.GetConnectionString("Redis")!);
                return redis.GetDatabase().StringGet(key);
            }
        """;

    public static IReadOnlyList<Consumer> All { get; } =
    [
        new("Tool", Project("Microsoft.NET.Sdk", "<OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework>", "RedisGuard.Analyzers"), new Dictionary<string, string>
        {
            ["Program.cs"] = "System.Console.WriteLine(new Orders().Read(\"a\") + Cache.Read(\"b\"));\n",
            ["Orders.cs"] = """
                using StackExchange.Redis;

                public class Orders
                {
                    // One for each call.
                    public string? Read(string key)
                    {
                        using var redis = ConnectionMultiplexer.Connect("localhost:6379");
                        return redis.GetDatabase().StringGet(key);
                    }
                }

                """,
            ["Cache.cs"] = """
                using StackExchange.Redis;

                public static class Cache
                {
                    private static ConnectionMultiplexer? s_redis;

                    public static string? Read(string key)
                    {
                        if (s_redis == null)
                        {
                            s_redis = ConnectionMultiplexer.Connect("localhost:6379");
                        }

                        return s_redis.GetDatabase().StringGet(key);
                    }
                }

                """,
            ["Import.cs"] = """
                using StackExchange.Redis;

                public class Import(IDatabase db)
                {
                    public async Task RunAsync(Func<Task> work)
                    {
                        var token = Guid.NewGuid().ToString();
                        if (await db.LockTakeAsync("import", token, TimeSpan.FromMinutes(1)))
                        {
                            await work();
                            await db.LockReleaseAsync("import", token); // done
                        }
                    }
                }

                """,
        }),
        new("Api", Project("Microsoft.NET.Sdk.Web", "<TargetFramework>net10.0</TargetFramework>", "RedisGuard.Analyzers"), new Dictionary<string, string>
        {
            ["Program.cs"] = """
                using StackExchange.Redis;

                var builder = WebApplication.CreateBuilder(args);
                builder.Services.AddControllers();
                builder.Services.AddSingleton<IConnectionMultiplexer>(_ => ConnectionMultiplexer.Connect(builder.Configuration.GetConnectionString("Redis")!));
                var app = builder.Build();
                app.MapControllers();
                app.Run();

                """,
            ["BasketController.cs"] = $$"""
                using Microsoft.AspNetCore.Mvc;
                using StackExchange.Redis;

                [ApiController]
                public class BasketController(IConfiguration configuration) : ControllerBase
                {
                    public object Settings => configuration;

                    [HttpGet]
                    {{Churning.Replace("\n", "\n    ", StringComparison.Ordinal).Replace("        using", "        using", StringComparison.Ordinal)}}
                }

                """,
            ["Connector.cs"] = """
                using StackExchange.Redis;

                public class Connector(ILogger<Connector> logger)
                {
                    public void Log(ConfigurationOptions options) => logger.LogInformation("Connecting to {Server}", options);
                }

                """,
        }),
        new("Worker", Project("Microsoft.NET.Sdk", "<OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework>", "RedisGuard.Analyzers", "Microsoft.Extensions.Hosting/10.0.11"), new Dictionary<string, string>
        {
            ["Program.cs"] = """
                using Microsoft.Extensions.Hosting;

                var builder = Host.CreateApplicationBuilder(args);
                builder.Build().Run();

                """,
            ["Store.cs"] = """
                using StackExchange.Redis;

                public sealed class Store : IDisposable
                {
                    private readonly ConnectionMultiplexer _redis = ConnectionMultiplexer.Connect("localhost:6379");

                    public string? Read(string key) => _redis.GetDatabase().StringGet(key);

                    public void Dispose()
                    {
                        Console.WriteLine("bye");
                    }
                }

                """,
        }),
        new("Library", Project("Microsoft.NET.Sdk", "<TargetFramework>netstandard2.0</TargetFramework><ImplicitUsings>disable</ImplicitUsings><Nullable>disable</Nullable>", "RedisGuard.Analyzers"), new Dictionary<string, string>
        {
            ["Orders.cs"] = """
                using StackExchange.Redis;

                namespace Old
                {
                    public class Orders
                    {
                        public string Read(string key)
                        {
                            using (var redis = ConnectionMultiplexer.Connect("localhost:6379"))
                            {
                                return redis.GetDatabase().StringGet(key);
                            }
                        }
                    }
                }

                """,
        }),
        new("Pooled", Project("Microsoft.NET.Sdk", "<OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework>", "RedisGuard.Pool"), new Dictionary<string, string>
        {
            ["Program.cs"] = "System.Console.WriteLine(Cache.Connection.IsConnected);\n",
            ["Cache.cs"] = """
                using StackExchange.Redis;

                public static class Cache
                {
                    private static ConnectionMultiplexer? s_redis;

                    public static ConnectionMultiplexer Connection
                    {
                        get
                        {
                            if (s_redis == null)
                            {
                                s_redis = ConnectionMultiplexer.Connect("localhost:6379");
                            }

                            return s_redis;
                        }
                    }
                }

                """,
        }),
    ];

    private static string Project(string sdk, string properties, params string[] packages) => $"""
        <Project Sdk="{sdk}">
          <PropertyGroup>
            <ImplicitUsings>enable</ImplicitUsings>
            <Nullable>enable</Nullable>
            <NuGetAudit>false</NuGetAudit>
            {properties}
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="StackExchange.Redis" Version="3.4.35" />
            {string.Concat(packages.Select(Package))}
          </ItemGroup>
        </Project>

        """;

    // Our own have the version that was packed for this run.
    private static string Package(string package) => package.Split('/') is [var id, var version]
        ? $"""<PackageReference Include="{id}" Version="{version}" />"""
        : $"""<PackageReference Include="{package}" Version="PACKED" />""";
}
