using Microsoft.CodeAnalysis.Testing;
using RedisGuard.Verification;

namespace RedisGuard.Analyzers.Tests.Connections;

/// <summary>RG1005, Registration opens a connection per scope.</summary>
public class RG1005Tests
{
    [Theory]
    [InlineData("services.AddScoped<IConnectionMultiplexer>(_ => {|RG1005:ConnectionMultiplexer.Connect(cs)|});")]
    [InlineData("services.AddScoped<IConnectionMultiplexer>(sp => { return {|RG1005:ConnectionMultiplexer.Connect(cs)|}; });")]
    [InlineData("services.AddScoped<IConnectionMultiplexer, ConnectionMultiplexer>(_ => {|RG1005:ConnectionMultiplexer.Connect(cs)|});")]
    [InlineData("services.AddScoped(_ => {|RG1005:ConnectionMultiplexer.Connect(cs)|});")]
    [InlineData("services.AddScoped(typeof(IConnectionMultiplexer), _ => {|RG1005:ConnectionMultiplexer.Connect(cs)|});")]
    [InlineData("services.AddTransient<IConnectionMultiplexer>(_ => {|RG1005:ConnectionMultiplexer.Connect(cs)|});")]
    [InlineData("services.AddKeyedScoped<IConnectionMultiplexer>(\"a\", (_, _) => {|RG1005:ConnectionMultiplexer.Connect(cs)|});")]
    [InlineData("services.AddKeyedTransient<IConnectionMultiplexer>(\"a\", (_, _) => {|RG1005:ConnectionMultiplexer.Connect(cs)|});")]
    [InlineData("services.TryAddScoped<IConnectionMultiplexer>(_ => {|RG1005:ConnectionMultiplexer.Connect(cs)|});")]
    [InlineData("services.TryAddTransient<IConnectionMultiplexer>(_ => {|RG1005:ConnectionMultiplexer.Connect(cs)|});")]
    [InlineData("services.AddScoped<IDatabase>(_ => {|RG1005:ConnectionMultiplexer.Connect(cs)|}.GetDatabase());")]
    [InlineData("services.AddTransient<IDatabase>(_ => {|RG1005:ConnectionMultiplexer.ConnectAsync(cs)|}.Result.GetDatabase());")]
    [InlineData("services.AddScoped<Task<ConnectionMultiplexer>>(_ => {|RG1005:ConnectionMultiplexer.ConnectAsync(cs)|});")]
    [InlineData("services.AddScoped<IConnectionMultiplexer>(_ => { var o = ConfigurationOptions.Parse(cs); var c = {|RG1005:ConnectionMultiplexer.Connect(o)|}; return c; });")]
    [InlineData("services.AddScoped<Store>(_ => new Store({|RG1005:ConnectionMultiplexer.Connect(cs)|}));")]
    [InlineData("services.AddScoped(_ => new Lazy<IConnectionMultiplexer>(() => {|RG1005:ConnectionMultiplexer.Connect(cs)|}));")]
    [InlineData("services.Add(ServiceDescriptor.Scoped<IConnectionMultiplexer>(_ => {|RG1005:ConnectionMultiplexer.Connect(cs)|}));")]
    [InlineData("services.TryAdd(ServiceDescriptor.Transient<IConnectionMultiplexer>(_ => {|RG1005:ConnectionMultiplexer.Connect(cs)|}));")]
    [InlineData("services.Add(new ServiceDescriptor(typeof(IConnectionMultiplexer), _ => {|RG1005:ConnectionMultiplexer.Connect(cs)|}, ServiceLifetime.Scoped));")]
    [InlineData("services.Replace(ServiceDescriptor.Describe(typeof(IConnectionMultiplexer), _ => {|RG1005:ConnectionMultiplexer.Connect(cs)|}, ServiceLifetime.Transient));")]
    [InlineData("Func<IServiceProvider, IConnectionMultiplexer> open = _ => {|RG1005:ConnectionMultiplexer.Connect(cs)|}; services.AddScoped(open);")]
    [InlineData("services.AddTransient<IConnectionMultiplexer>({|RG1005:Open|}); ConnectionMultiplexer Open(IServiceProvider sp) => ConnectionMultiplexer.Connect(cs);")]
    public Task FactoryThatOpens_IsReported(string statement) => VerifyAsync(statement);

    [Theory]
    [InlineData("services.AddScoped<IConnectionMultiplexer>(sp => sp.GetRequiredService<Pool>().Take());")]
    [InlineData("services.AddScoped<IDatabase>(sp => sp.GetRequiredService<IConnectionMultiplexer>().GetDatabase());")]
    [InlineData("services.AddSingleton<IConnectionMultiplexer>(_ => ConnectionMultiplexer.Connect(cs));")]
    [InlineData("services.AddKeyedSingleton<IConnectionMultiplexer>(\"a\", (_, _) => ConnectionMultiplexer.Connect(cs));")]
    [InlineData("services.AddScoped(_ => new Lazy<string>(() => cs));")]
    [InlineData("services.AddTransient<Func<IConnectionMultiplexer>>(_ => () => ConnectionMultiplexer.Connect(cs));")]
    [InlineData("services.AddScoped<Func<string, Task<ConnectionMultiplexer>>>(_ => async to => await ConnectionMultiplexer.ConnectAsync(to));")]
    [InlineData("services.AddScoped<IDatabase>(_ => s_byTenant.GetOrAdd(cs, to => new Lazy<ConnectionMultiplexer>(() => ConnectionMultiplexer.Connect(to))).Value.GetDatabase());")]
    [InlineData("services.AddHostedService(_ => new Worker());")]
    [InlineData("services.Add(new ServiceDescriptor(typeof(IConnectionMultiplexer), _ => ConnectionMultiplexer.Connect(cs), ServiceLifetime.Singleton));")]
    [InlineData("services.Add(ServiceDescriptor.Describe(typeof(IConnectionMultiplexer), _ => ConnectionMultiplexer.Connect(cs), ServiceLifetime.Singleton));")]
    [InlineData("Func<IServiceProvider, IConnectionMultiplexer> open = _ => ConnectionMultiplexer.Connect(cs); services.AddSingleton(open);")]
    [InlineData("services.AddSingleton<IConnectionMultiplexer>(Open); ConnectionMultiplexer Open(IServiceProvider sp) => ConnectionMultiplexer.Connect(cs);")]
    [InlineData("Func<IConnectionMultiplexer> open = () => ConnectionMultiplexer.Connect(cs); services.AddTransient<Func<IConnectionMultiplexer>>(_ => open);")]
    public Task NothingOpenedPerScope_IsSilent(string statement) => VerifyAsync(statement);

    [Fact]
    public Task OwnMethodOfTheSameName_IsNoRegistration() => AllRules.VerifyAsync("""
        using StackExchange.Redis;

        class Registry
        {
            private static readonly List<Func<ConnectionMultiplexer>> s_factories = new();

            public void AddScoped(Func<ConnectionMultiplexer> factory) => s_factories.Add(factory);

            public void Fill() => AddScoped(() => ConnectionMultiplexer.Connect("localhost"));
        }
        """);

    [Theory]
    [InlineData("AddScoped", "a scope is created")]
    [InlineData("AddTransient", "the service is resolved")]
    public Task Message(string method, string when) => AllRules.VerifyAsync(
        $$"""
        using Microsoft.Extensions.DependencyInjection;
        using StackExchange.Redis;

        static class Registration
        {
            public static void Add(IServiceCollection services)
                => services.{{method}}<IConnectionMultiplexer>(_ => {|#0:ConnectionMultiplexer.Connect("localhost")|});
        }
        """,
        setup: null,
        DiagnosticResult.CompilerWarning("RG1005").WithLocation(0).WithMessage(
            $"The registration opens a connection each time {when}: under load the sockets run out; register one connection with AddSingleton"));

    [Fact]
    public Task Message_WithThePool() => AllRules.VerifyAsync(
        """
        using Microsoft.Extensions.DependencyInjection;
        using StackExchange.Redis;

        static class Registration
        {
            public static void Add(IServiceCollection services)
                => services.AddScoped<IConnectionMultiplexer>(_ => {|#0:ConnectionMultiplexer.Connect("localhost")|});
        }
        """,
        new() { Pool = true },
        DiagnosticResult.CompilerWarning("RG1005").WithLocation(0).WithMessage(
            "The registration opens a connection each time a scope is created: under load the sockets run out; register one connection with services.AddRedisGuard"));

    private static Task VerifyAsync(string statement) => AllRules.VerifyAsync(
        $$"""
        using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.DependencyInjection.Extensions;
        using Microsoft.Extensions.Hosting;
        using StackExchange.Redis;

        static class Registration
        {
            private static readonly System.Collections.Concurrent.ConcurrentDictionary<string, Lazy<ConnectionMultiplexer>> s_byTenant = new();

            public static void Add(IServiceCollection services, string cs)
            {
                {{statement}}
            }
        }

        class Store(IConnectionMultiplexer connection) { public bool IsOpen => connection.IsConnected; }

        class Pool { public IConnectionMultiplexer Take() => throw new NotSupportedException(); }

        class Worker : BackgroundService { protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.CompletedTask; }
        """);
}
