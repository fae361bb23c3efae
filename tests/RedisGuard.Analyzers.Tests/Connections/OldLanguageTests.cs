using Microsoft.CodeAnalysis.CSharp;
using RedisGuard.Verification;

namespace RedisGuard.Analyzers.Tests.Connections;

/// <summary>The connection rules on C# 7.3, as projects for .NET Framework are written.</summary>
public class OldLanguageTests
{
    private static readonly TestSetup CSharp7 = new() { LanguageVersion = LanguageVersion.CSharp7_3 };

    [Fact]
    public Task Faults_AreReported() => AllRules.VerifyAsync(
        """
        using System;
        using System.Threading.Tasks;
        using StackExchange.Redis;

        namespace Legacy
        {
            public class Cache
            {
                private readonly ConnectionMultiplexer {|RG1003:_redis = ConnectionMultiplexer.Connect("localhost")|};

                public string Get(string key)
                {
                    using (var redis = {|RG1001:ConnectionMultiplexer.Connect("localhost")|})
                    {
                        return redis.GetDatabase().StringGet(key);
                    }
                }

                public async Task<string> GetAsync(string key)
                {
                    var redis = await {|RG1002:ConnectionMultiplexer.ConnectAsync("localhost")|}.ConfigureAwait(false);
                    return await redis.GetDatabase().StringGetAsync(key).ConfigureAwait(false);
                }

                public void Close(string key)
                {
                    ConnectionMultiplexer redis = null;
                    try
                    {
                        redis = {|RG1001:ConnectionMultiplexer.Connect("localhost")|};
                        redis.GetDatabase().KeyDelete(key);
                    }
                    catch (Exception e) when (e is TimeoutException)
                    {
                        Console.WriteLine(e);
                        throw;
                    }
                    finally
                    {
                        if (redis != null)
                        {
                            redis.Close();
                        }
                    }
                }

                public bool TryOpen(out IConnectionMultiplexer redis)
                {
                    redis = ConnectionMultiplexer.Connect("localhost");
                    return redis.IsConnected;
                }
            }

            public static class Store
            {
                private static ConnectionMultiplexer s_redis;

                public static IDatabase Database
                {
                    get
                    {
                        if (s_redis == null || !s_redis.IsConnected)
                        {
                            s_redis = {|RG1004:ConnectionMultiplexer.Connect("localhost")|};
                        }

                        return s_redis.GetDatabase();
                    }
                }
            }
        }
        """,
        CSharp7);

    [Fact]
    public Task GoodCode_IsSilent() => AllRules.VerifyAsync(
        """
        using System;
        using StackExchange.Redis;

        namespace Legacy
        {
            public sealed class Cache : IDisposable
            {
                private static readonly Lazy<ConnectionMultiplexer> s_shared = new Lazy<ConnectionMultiplexer>(() => ConnectionMultiplexer.Connect("localhost"));
                private readonly object _gate = new object();
                private ConnectionMultiplexer _redis;

                public static IDatabase Shared { get { return s_shared.Value.GetDatabase(); } }

                public IDatabase Open()
                {
                    lock (_gate)
                    {
                        if (_redis == null)
                        {
                            _redis = ConnectionMultiplexer.Connect("localhost");
                        }

                        return _redis.GetDatabase();
                    }
                }

                public void Dispose()
                {
                    Dispose(true);
                    GC.SuppressFinalize(this);
                }

                private void Dispose(bool disposing)
                {
                    if (disposing && _redis != null)
                    {
                        _redis.Dispose();
                        _redis = null;
                    }
                }
            }
        }
        """,
        CSharp7);

    [Fact]
    public Task ProgramWithTopLevelMain_IsSilent() => AllRules.VerifyAsync(
        """
        using System;
        using System.Threading.Tasks;
        using StackExchange.Redis;

        namespace Legacy
        {
            internal static class Program
            {
                private static void Main()
                {
                    MainAsync().GetAwaiter().GetResult();
                }

                private static async Task MainAsync()
                {
                    using (var redis = await ConnectionMultiplexer.ConnectAsync("localhost"))
                    {
                        Console.WriteLine(await redis.GetDatabase().PingAsync());
                    }
                }
            }
        }
        """,
        CSharp7 with { OutputKind = Microsoft.CodeAnalysis.OutputKind.ConsoleApplication });
}
