using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RedisGuard.Verification;

namespace RedisGuard.CodeFixes.Tests.Registrations;

/// <summary>A registered instance becomes a factory, whose product the container closes.</summary>
public class FactoryFixTests
{
    [Theory]
    [InlineData("services.AddSingleton<IConnectionMultiplexer>({|RG1010:ConnectionMultiplexer.Connect(cs)|});", "services.AddSingleton<IConnectionMultiplexer>(_ => ConnectionMultiplexer.Connect(cs));")]
    [InlineData("services.AddSingleton({|RG1010:ConnectionMultiplexer.Connect(cs)|});", "services.AddSingleton(_ => ConnectionMultiplexer.Connect(cs));")]
    [InlineData("services.AddSingleton((IConnectionMultiplexer){|RG1010:ConnectionMultiplexer.Connect(cs)|});", "services.AddSingleton(_ => (IConnectionMultiplexer)ConnectionMultiplexer.Connect(cs));")]
    [InlineData("services.AddSingleton(typeof(IConnectionMultiplexer), {|RG1010:ConnectionMultiplexer.Connect(cs)|});", "services.AddSingleton(typeof(IConnectionMultiplexer), _ => ConnectionMultiplexer.Connect(cs));")]
    [InlineData("services.TryAddSingleton<IConnectionMultiplexer>({|RG1010:ConnectionMultiplexer.Connect(cs)|});", "services.TryAddSingleton<IConnectionMultiplexer>(_ => ConnectionMultiplexer.Connect(cs));")]
    [InlineData("services.AddSingleton<IConnectionMultiplexer>({|RG1010:ConnectionMultiplexer.ConnectAsync(cs)|}.Result);", "services.AddSingleton<IConnectionMultiplexer>(_ => ConnectionMultiplexer.ConnectAsync(cs).Result);")]
    [InlineData("services.AddKeyedSingleton<IConnectionMultiplexer>(\"a\", {|RG1010:ConnectionMultiplexer.Connect(cs)|});", "services.AddKeyedSingleton<IConnectionMultiplexer>(\"a\", (_, _) => ConnectionMultiplexer.Connect(cs));")]
    [InlineData("services.AddSingleton<IConnectionMultiplexer>(/* one */ {|RG1010:ConnectionMultiplexer.Connect(cs)|} /* here */);", "services.AddSingleton<IConnectionMultiplexer>(/* one */ _ => ConnectionMultiplexer.Connect(cs) /* here */);")]
    public Task Instance_BecomesAFactory(string before, string after) => RealRules<FactoryFixProvider>.VerifyAsync(In(before), In(after));

    [Fact]
    public Task NameInUse_IsNotHidden() => RealRules<FactoryFixProvider>.VerifyAsync(
        In("string _ = cs; services.AddSingleton<IConnectionMultiplexer>({|RG1010:ConnectionMultiplexer.Connect(_)|});"),
        In("string _ = cs; services.AddSingleton<IConnectionMultiplexer>(provider => ConnectionMultiplexer.Connect(_));"));

    [Fact]
    public Task OldLanguage_NamesTheParameter() => RealRules<FactoryFixProvider>.VerifyAsync(
        In("services.AddSingleton<IConnectionMultiplexer>({|RG1010:ConnectionMultiplexer.Connect(cs)|});"),
        In("services.AddSingleton<IConnectionMultiplexer>(provider => ConnectionMultiplexer.Connect(cs));"),
        new() { LanguageVersion = LanguageVersion.CSharp7_3 });

    [Fact]
    public Task TopLevelStatements_GetAFactory() => RealRules<FactoryFixProvider>.VerifyAsync(
        """
        using Microsoft.AspNetCore.Builder;
        using Microsoft.Extensions.DependencyInjection;
        using StackExchange.Redis;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSingleton<IConnectionMultiplexer>(
            {|RG1010:ConnectionMultiplexer.Connect(builder.Configuration["Redis"]!)|}); // for all
        builder.Build().Run();
        """,
        """
        using Microsoft.AspNetCore.Builder;
        using Microsoft.Extensions.DependencyInjection;
        using StackExchange.Redis;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSingleton<IConnectionMultiplexer>(
            _ => ConnectionMultiplexer.Connect(builder.Configuration["Redis"]!)); // for all
        builder.Build().Run();
        """,
        new() { OutputKind = OutputKind.ConsoleApplication });

    [Theory]
    [InlineData("services.AddSingleton<IConnectionMultiplexer>(await {|RG1010:ConnectionMultiplexer.ConnectAsync(cs)|});")]
    [InlineData("services.AddSingleton<IConnectionMultiplexer>({|RG1010:ConnectionMultiplexer.Connect(await File.ReadAllTextAsync(cs))|});")]
    public async Task Awaited_IsNotOffered(string statement) => await RealRules<FactoryFixProvider>.VerifyNotOfferedAsync(In(statement, "async Task"));

    [Theory]
    [InlineData("services.AddSingleton<IConnectionMultiplexer>({|RG1010:ConnectionMultiplexer.Connect(cs)|}); cs = \"other\";")]
    [InlineData("for (int db = 0; db < 2; db++) { services.AddKeyedSingleton<IConnectionMultiplexer>(db, {|RG1010:ConnectionMultiplexer.Connect(cs + db)|}); }")]
    [InlineData("using var log = new StringWriter(); services.AddSingleton<IConnectionMultiplexer>({|RG1010:ConnectionMultiplexer.Connect(cs, log)|});")]
    public Task ValueWouldBeReadTooLate_IsNotOffered(string statement) => RealRules<FactoryFixProvider>.VerifyNotOfferedAsync(In(statement));

    private static string In(string statement, string returns = "void") => $$"""
        using System;
        using System.IO;
        using System.Threading.Tasks;
        using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.DependencyInjection.Extensions;
        using StackExchange.Redis;

        static class Registration
        {
            public static {{returns}} Add(IServiceCollection services, string cs)
            {
                {{statement}}
            }
        }
        """;
}
