using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using RedisGuard.Verification;

namespace RedisGuard.Analyzers.Tests.Hazards;

/// <summary>RG4004, Connecting or waiting synchronously in async code: connecting. Commands are in <see cref="RG4004CommandTests"/>.</summary>
public class RG4004Tests
{
    [Theory]
    [InlineData("await Task.Yield(); s_redis = {|RG4004:ConnectionMultiplexer.Connect(cs)|};")]
    [InlineData("await Task.Yield(); s_redis = {|RG4004:ConnectionMultiplexer.SentinelConnect(cs)|};")]
    [InlineData("await Task.Yield(); s_redis = {|RG4004:ConnectionMultiplexer.ConnectAsync(cs)|}.Result;")]
    [InlineData("await Task.Yield(); s_redis = {|RG4004:ConnectionMultiplexer.ConnectAsync(cs)|}.GetAwaiter().GetResult();")]
    [InlineData("await Task.Yield(); s_redis = {|RG4004:ConnectionMultiplexer.ConnectAsync(cs)|}.ConfigureAwait(false).GetAwaiter().GetResult();")]
    [InlineData("await Task.Yield(); s_redis = Task.Run(() => {|RG4004:ConnectionMultiplexer.ConnectAsync(cs)|}).Result;")]
    [InlineData("await Task.Yield(); var task = {|RG4004:ConnectionMultiplexer.ConnectAsync(cs)|}; task.Wait(); s_redis = task.Result;")]
    public Task BlockingConnect_IsReported(string statement) => VerifyAsync(Source(statement));

    [Theory]
    [InlineData("s_redis = await ConnectionMultiplexer.ConnectAsync(cs);")]
    [InlineData("var task = ConnectionMultiplexer.ConnectAsync(cs); await task; s_redis = task.Result;")]
    [InlineData("var task = ConnectionMultiplexer.ConnectAsync(cs); await Task.WhenAll(task, Task.Delay(1)); s_redis = task.Result;")]
    [InlineData("await Task.Yield(); s_redis = await Task.Run(() => ConnectionMultiplexer.Connect(cs));")]
    public Task AwaitedConnect_IsSilent(string statement) => VerifyAsync(Source(statement));

    [Fact]
    public Task BlockingWaitInASynchronousMethod_IsReported() => VerifyAsync(
        """
        using StackExchange.Redis;

        static class Redis
        {
            private static readonly object s_gate = new();
            private static ConnectionMultiplexer? s_redis;

            public static ConnectionMultiplexer Get(string cs)
            {
                lock (s_gate)
                {
                    return s_redis ??= {|RG4004:ConnectionMultiplexer.ConnectAsync(cs)|}.Result;
                }
            }

            public static ConnectionMultiplexer Fine(string cs)
            {
                lock (s_gate)
                {
                    return s_redis ??= ConnectionMultiplexer.Connect(cs);
                }
            }
        }
        """);

    [Fact]
    public Task StartUp_IsSilent() => VerifyAsync(
        """
        using Microsoft.Extensions.DependencyInjection;
        using StackExchange.Redis;

        static class Startup
        {
            private static readonly ConnectionMultiplexer s_redis = ConnectionMultiplexer.ConnectAsync("localhost").Result;
            private static readonly Lazy<ConnectionMultiplexer> s_lazy = new(() => ConnectionMultiplexer.ConnectAsync("localhost").GetAwaiter().GetResult());

            public static async Task Main(string[] args)
            {
                await Task.Yield();
                using var redis = ConnectionMultiplexer.Connect(args[0]);
                Console.WriteLine(redis.IsConnected || s_redis.IsConnected || s_lazy.IsValueCreated);
            }

            public static void Add(IServiceCollection services)
                => services.AddSingleton<IConnectionMultiplexer>(_ => ConnectionMultiplexer.ConnectAsync("localhost").Result);
        }
        """);

    [Fact]
    public Task FaultOfTheSameCall_HasTheReport() => VerifyAsync(
        """
        using StackExchange.Redis;

        class Service
        {
            public async Task<string?> Get(string cs)
            {
                using var redis = {|RG1001:ConnectionMultiplexer.Connect(cs)|};
                return await redis.GetDatabase().StringGetAsync("k");
            }

            public string? GetBlocking(string cs)
            {
                var redis = {|RG1002:ConnectionMultiplexer.ConnectAsync(cs)|}.Result;
                return redis.GetDatabase().StringGet("k");
            }
        }
        """);

    [Fact]
    public Task PoolReferenced_HasTheReport() => VerifyAsync(
        Source("await Task.Yield(); s_redis = {|RG1000:ConnectionMultiplexer.Connect(cs)|};"), new() { Pool = true });

    [Fact]
    public Task TestCode_IsSilent() => VerifyAsync(
        Source("await Task.Yield(); s_redis = ConnectionMultiplexer.Connect(cs);"), new() { TestFramework = TestFramework.Xunit });

    [Fact]
    public Task Message_OfConnect() => VerifyAsync(
        Source("await Task.Yield(); s_redis = {|#0:ConnectionMultiplexer.Connect(cs)|};"),
        setup: null,
        new DiagnosticResult("RG4004", DiagnosticSeverity.Info).WithLocation(0).WithMessage(
            "'ConnectionMultiplexer.Connect' holds a thread until the server answers; await 'ConnectionMultiplexer.ConnectAsync' instead"));

    [Fact]
    public Task Message_OfWait() => VerifyAsync(
        Source("await Task.Yield(); s_redis = {|#0:ConnectionMultiplexer.ConnectAsync(cs)|}.Result;"),
        setup: null,
        new DiagnosticResult("RG4004", DiagnosticSeverity.Info).WithLocation(0).WithMessage(
            "The wait for 'ConnectionMultiplexer.ConnectAsync' holds a thread until the server answers; await it instead"));

    [Fact]
    public Task NoLibrary_IsSilent() => AllRules.VerifyWithoutLibraryAsync(
        """
        static class ConnectionMultiplexer { public static Task<object> ConnectAsync(string cs) => Task.FromResult((object)cs); }
        class C { public object M() => ConnectionMultiplexer.ConnectAsync("a").Result; }
        """);

    [Fact]
    public Task UnfinishedCode_IsSilent() => VerifyAsync(
        """
        using StackExchange.Redis;
        class C { async Task M(string cs) { var task = ConnectionMultiplexer.ConnectAsync(; task.Result. ; task.Wait(
        """,
        new() { Broken = true });

    private static string Source(string statement) =>
        $$"""
        using StackExchange.Redis;

        static class Redis
        {
            private static readonly SemaphoreSlim s_gate = new(1);
            private static ConnectionMultiplexer? s_redis;

            public static async Task<ConnectionMultiplexer> GetAsync(string cs)
            {
                await s_gate.WaitAsync();
                try
                {
                    if (s_redis is null)
                    {
                        {{statement}}
                    }

                    return s_redis!;
                }
                finally
                {
                    s_gate.Release();
                }
            }
        }
        """;

    private static Task VerifyAsync(string source, TestSetup? setup = null, params DiagnosticResult[] expected) =>
        AllRules.VerifyAsync(source, (setup ?? new()) with { BlockingWaits = true }, expected);
}
