using RedisGuard.Analyzers.Rules;
using RedisGuard.Verification;

namespace RedisGuard.Analyzers.Tests.Connections;

/// <summary>The fixes that travel with a diagnostic: what a code fix may offer there, most recommended first.</summary>
public class FixesTests
{
    [Theory]
    [InlineData("public void M() { var c = ConnectionMultiplexer.Connect(\"a\"); }", "RG1002", "Inject,OpenOnce")]
    [InlineData("public void M(string cs) { var c = ConnectionMultiplexer.Connect(cs); }", "RG1002", "Inject,OpenOnce")]
    [InlineData("private readonly string _cs = \"a\"; public void M() { var c = ConnectionMultiplexer.Connect(_cs); }", "RG1002", "Inject,OpenOnce")]
    [InlineData("private static readonly string s_cs = \"a\"; public void M() { var c = ConnectionMultiplexer.Connect(s_cs); }", "RG1002", "Inject,OpenOnce")]
    [InlineData("public void M() { using var c = ConnectionMultiplexer.Connect(\"a\"); }", "RG1001", "Inject,OpenOnce")]
    [InlineData("public static ConnectionMultiplexer P => ConnectionMultiplexer.Connect(\"a\");", "RG1001", "Inject,OpenOnce")]
    [InlineData("public async Task M() { using var c = await ConnectionMultiplexer.ConnectAsync(await File.ReadAllTextAsync(\"a\")); }", "RG1001", "Inject,OpenOnce")]
    [InlineData("public void M(string? cs) { using var c = ConnectionMultiplexer.Connect(cs!); }", "RG1001", "Inject,OpenOnce")]
    [InlineData("public void M(IServiceCollection s) { var c = ConnectionMultiplexer.Connect(\"a\"); }", "RG1002", "Using")]
    [InlineData("public async Task M(IServiceCollection s) { var c = await ConnectionMultiplexer.ConnectAsync(\"a\"); }", "RG1002", "AwaitUsing")]
    [InlineData("public void M(IServiceCollection s) { ConnectionMultiplexer.Connect(\"a\"); }", "RG1002", "")]
    [InlineData("public void M(IServiceCollection s, bool b) { var c = ConnectionMultiplexer.Connect(\"a\"); if (b) { c.Dispose(); } }", "RG1002", "")]
    [InlineData("public void M(IServiceCollection s) => s.AddScoped<IConnectionMultiplexer>(_ => ConnectionMultiplexer.Connect(\"a\"));", "RG1005", "Singleton")]
    [InlineData("public void M(IServiceCollection s) => s.AddScoped<IDatabase>(_ => ConnectionMultiplexer.Connect(\"a\").GetDatabase());", "RG1005", "")]
    [InlineData("public void M(IServiceCollection s) => s.AddSingleton<IConnectionMultiplexer>(ConnectionMultiplexer.Connect(\"a\"));", "RG1010", "Factory")]
    [InlineData("public void M(IConnectionMultiplexer c) { c.GetDatabase().Ping(); c.Dispose(); }", "RG1007", "LeaveOpen")]
    public Task WithoutThePool(string member, string id, string fixes) => VerifyAsync(member, id, fixes, pool: false);

    [Theory]
    [InlineData("public void M() { var c = ConnectionMultiplexer.Connect(\"a\"); }", "RG1002", "Inject,Pool")]
    [InlineData("public void M(string cs) { using var c = ConnectionMultiplexer.Connect(cs); }", "RG1001", "Inject,Pool")]
    [InlineData("public void M(ConfigurationOptions o) { using var c = ConnectionMultiplexer.Connect(o); }", "RG1001", "Inject,Pool")]
    [InlineData("public void M() { using var c = ConnectionMultiplexer.Connect(\"a\", Console.Out); }", "RG1001", "")]
    [InlineData("public void M() { using var c = ConnectionMultiplexer.Connect(\"a\", o => o.AbortOnConnectFail = false); }", "RG1001", "")]
    [InlineData("public void M() { using var c = ConnectionMultiplexer.SentinelConnect(\"a\"); }", "RG1001", "")]
    [InlineData("public static readonly ConnectionMultiplexer F = ConnectionMultiplexer.Connect(\"a\");", "RG1000", "Inject,Pool")]
    [InlineData("public async Task M(IServiceCollection s) { var c = await ConnectionMultiplexer.ConnectAsync(\"a\"); }", "RG1002", "Inject,Pool")]
    [InlineData("public void M(IServiceCollection s) => s.AddScoped<IConnectionMultiplexer>(_ => ConnectionMultiplexer.Connect(\"a\"));", "RG1005", "AddRedisGuard,Singleton")]
    [InlineData("private readonly ConnectionMultiplexer _c = ConnectionMultiplexer.Connect(\"a\");", "RG1003", "Inject,Pool")]
    public Task WithThePool(string member, string id, string fixes) => VerifyAsync(member, id, fixes, pool: true);

    private static Task VerifyAsync(string member, string id, string fixes, bool pool)
    {
        string source = $$"""
            using Microsoft.Extensions.DependencyInjection;
            using StackExchange.Redis;

            class Cache
            {
                {{member}}
            }
            """;
        var setup = new TestSetup { Pool = pool };
        return EachLibrary.RunAsync(setup, async library =>
        {
            var found = await Analysis.RunAsync(
                Analysis.Compile(source, setup, library), AllAnalyzers.Create(), TestContext.Current.CancellationToken);
            var diagnostic = Assert.Single(found);

            Assert.Equal(id, diagnostic.Id);
            Assert.Equal(fixes, diagnostic.Properties[Fixes.Key]);
        });
    }
}
