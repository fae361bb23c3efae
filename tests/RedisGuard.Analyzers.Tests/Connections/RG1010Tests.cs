using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using RedisGuard.Verification;

namespace RedisGuard.Analyzers.Tests.Connections;

/// <summary>RG1010, Registered instance is never closed.</summary>
public class RG1010Tests
{
    [Theory]
    [InlineData("services.AddSingleton<IConnectionMultiplexer>({|RG1010:ConnectionMultiplexer.Connect(cs)|});")]
    [InlineData("services.AddSingleton({|RG1010:ConnectionMultiplexer.Connect(cs)|});")]
    [InlineData("services.AddSingleton<IConnectionMultiplexer>(await {|RG1010:ConnectionMultiplexer.ConnectAsync(cs)|});")]
    [InlineData("services.AddSingleton<IConnectionMultiplexer>({|RG1010:ConnectionMultiplexer.ConnectAsync(cs)|}.Result);")]
    [InlineData("services.AddSingleton(typeof(IConnectionMultiplexer), {|RG1010:ConnectionMultiplexer.Connect(cs)|});")]
    [InlineData("services.AddKeyedSingleton<IConnectionMultiplexer>(\"a\", {|RG1010:ConnectionMultiplexer.Connect(cs)|});")]
    [InlineData("services.TryAddSingleton<IConnectionMultiplexer>({|RG1010:ConnectionMultiplexer.Connect(cs)|});")]
    [InlineData("services.AddSingleton<IConnectionMultiplexer>(({|RG1010:ConnectionMultiplexer.Connect(cs)|}));")]
    public Task InlineInstance_IsReported(string statement) => VerifyAsync(statement);

    [Theory]
    [InlineData("services.AddSingleton<IConnectionMultiplexer>(_ => ConnectionMultiplexer.Connect(cs));")]
    [InlineData("services.AddSingleton<IConnectionMultiplexer>(static _ => ConnectionMultiplexer.Connect(\"a\"));")]
    [InlineData("var c = ConnectionMultiplexer.Connect(cs); services.AddSingleton<IConnectionMultiplexer>(_ => c);")]
    [InlineData("services.AddSingleton<IConnectionMultiplexer>(shared);")]
    public Task FactoryOrForeignInstance_IsSilent(string statement) => VerifyAsync(statement);

    [Fact]
    public Task WithThePool_ThePoolIsTheBetterAdvice() => VerifyAsync(
        "services.AddSingleton<IConnectionMultiplexer>({|RG1000:ConnectionMultiplexer.Connect(cs)|});", new() { Pool = true });

    [Fact]
    public Task Message() => AllRules.VerifyAsync(
        Source("services.AddSingleton<IConnectionMultiplexer>({|#0:ConnectionMultiplexer.Connect(cs)|});"),
        setup: null,
        new DiagnosticResult("RG1010", DiagnosticSeverity.Info).WithLocation(0).WithMessage(
            "The connection is registered as an instance, which the container never closes; register a factory: '_ => ConnectionMultiplexer.Connect(…)'"));

    private static Task VerifyAsync(string statement, TestSetup? setup = null) => AllRules.VerifyAsync(Source(statement), setup);

    private static string Source(string statement) =>
        $$"""
        using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.DependencyInjection.Extensions;
        using StackExchange.Redis;

        static class Registration
        {
            public static async Task AddAsync(IServiceCollection services, string cs, IConnectionMultiplexer shared)
            {
                {{statement}}
            }
        }
        """;
}
