using RedisGuard.Verification;

namespace RedisGuard.CodeFixes.Tests.Registrations;

/// <summary>Where the pool is referenced, it takes the place of a registration that opens too often.</summary>
public class AddRedisGuardFixTests
{
    private static readonly TestSetup Pool = new() { Pool = true };

    [Theory]
    [InlineData("services.AddScoped<IConnectionMultiplexer>(_ => {|RG1005:ConnectionMultiplexer.Connect(cs)|});", "services.AddRedisGuard(options => options.Configuration = cs);")]
    [InlineData("services.AddTransient<IConnectionMultiplexer>(_ => {|RG1005:ConnectionMultiplexer.Connect(given)|});", "services.AddRedisGuard(options => options.ConfigurationOptions = given);")]
    [InlineData("services.TryAddScoped<IConnectionMultiplexer>(sp => {|RG1005:ConnectionMultiplexer.Connect(configuration[\"Redis\"]!)|});", "services.AddRedisGuard(options => options.Configuration = configuration[\"Redis\"]!);")]
    [InlineData("services.AddScoped<IConnectionMultiplexer>(_ => { return {|RG1005:ConnectionMultiplexer.Connect(\"a\")|}; }).AddLogging();", "services.AddRedisGuard(options => options.Configuration = \"a\").AddLogging();")]
    [InlineData("services.AddKeyedScoped<IConnectionMultiplexer>(\"b\", (_, _) => {|RG1005:ConnectionMultiplexer.Connect(cs)|});", "services.AddRedisGuard(\"b\", options => options.Configuration = cs);")]
    [InlineData("var options = 1; services.AddScoped<IConnectionMultiplexer>(_ => {|RG1005:ConnectionMultiplexer.Connect(cs + options)|});", "var options = 1; services.AddRedisGuard(pool => pool.Configuration = cs + options);")]
    public Task PerScope_BecomesThePool(string before, string after)
        => RealRules<AddRedisGuardFixProvider>.VerifyAsync(Class(before), before.Contains("TryAdd", StringComparison.Ordinal) ? WithoutExtensions(Class(after)) : Class(after), Pool);

    [Fact]
    public Task SingletonBesideThePool_BecomesThePool() => RealRules<AddRedisGuardFixProvider>.VerifyAsync(
        Class("services.AddSingleton<IConnectionMultiplexer>(_ => {|RG1000:ConnectionMultiplexer.Connect(cs)|});"),
        Class("services.AddRedisGuard(options => options.Configuration = cs);"),
        Pool);

    [Theory]
    [InlineData("services.AddScoped<IConnectionMultiplexer>(sp => {|RG1005:ConnectionMultiplexer.Connect(sp.GetRequiredService<IConfiguration>()[\"Redis\"]!)|});")]
    [InlineData("services.AddScoped<IConnectionMultiplexer>(_ => {|RG1005:ConnectionMultiplexer.Connect(cs, Console.Out)|});")]
    [InlineData("services.AddScoped<IConnectionMultiplexer>(_ => { Console.WriteLine(); return {|RG1005:ConnectionMultiplexer.Connect(cs)|}; });")]
    [InlineData("services.AddScoped<ConnectionMultiplexer>(_ => {|RG1005:ConnectionMultiplexer.Connect(cs)|});")]
    [InlineData("services.AddKeyedScoped<IConnectionMultiplexer>(1, (_, _) => {|RG1005:ConnectionMultiplexer.Connect(cs)|});")]
    [InlineData("services.Add(ServiceDescriptor.Scoped<IConnectionMultiplexer>(_ => {|RG1005:ConnectionMultiplexer.Connect(cs)|}));")]
    [InlineData("services.AddScoped<IConnectionMultiplexer>(_ => {|RG1005:ConnectionMultiplexer.Connect(cs)|}); cs = cs + 1;")]
    public Task MoreThanAConfiguration_IsNotOffered(string statement)
        => RealRules<AddRedisGuardFixProvider>.VerifyNotOfferedAsync(Class(statement), Pool);

    /// <summary>The second best here, so that fixing everything leaves it alone.</summary>
    [Fact]
    public Task Singleton_TakesThePoolsConnection()
    {
        string before = Class("services.AddScoped<IConnectionMultiplexer>(sp => {|RG1005:ConnectionMultiplexer.Connect(sp.GetRequiredService<IConfiguration>()[\"Redis\"]!)|});");
        return FixVerifier<SingletonFixProvider>.VerifyAsync(
            before,
            Class("services.AddSingleton<IConnectionMultiplexer>(sp => RedisPool.For(sp.GetRequiredService<IConfiguration>()[\"Redis\"]!).GetConnection());")
                .Replace("using StackExchange.Redis;", "using RedisGuard.Pool;\nusing StackExchange.Redis;", StringComparison.Ordinal),
            new() { Sources = Pool, Analyzers = AllAnalyzers.Create(), AfterFixAll = before });
    }

    private static string WithoutExtensions(string code) => code.Replace("using Microsoft.Extensions.DependencyInjection.Extensions;\n", string.Empty, StringComparison.Ordinal);

    private static string Class(string statement) => $$"""
        using Microsoft.Extensions.Configuration;
        using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.DependencyInjection.Extensions;
        using StackExchange.Redis;

        static class Registration
        {
            public static void Add(IServiceCollection services, string cs, ConfigurationOptions given, IConfiguration configuration)
            {
                {{statement}}
            }
        }
        """;
}
