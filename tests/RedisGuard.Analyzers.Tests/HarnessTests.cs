using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using RedisGuard.Verification;

namespace RedisGuard.Analyzers.Tests;

/// <summary>The harness itself can fail, and says with which library version.</summary>
public class HarnessTests
{
    private const string Connects = """
        using StackExchange.Redis;

        class C
        {
            void M()
            {
                var connection = [|ConnectionMultiplexer.Connect("localhost")|];
            }
        }
        """;

    [Fact]
    public Task MarkedCall_IsExpectedWithBothVersions() => RedisVerifier<ConnectFinder>.VerifyAsync(Connects);

    [Fact]
    public async Task MissingMark_FailsNamingBothVersions()
    {
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => RedisVerifier<ConnectFinder>.VerifyAsync(Markup.Remove(Connects)));

        Assert.Contains("With StackExchange.Redis 2.7.27 (with every library version)", failure.Message, StringComparison.Ordinal);
        Assert.Contains("With StackExchange.Redis 3.4.35 (with every library version)", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MemberOfTheNewestVersionOnly_FailsWithTheOldest()
    {
        const string source = """
            using StackExchange.Redis;

            class C
            {
                void M(ConfigurationOptions options) => options.ConnectionAttemptCompleted += (_, _) => { };
            }
            """;
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => RedisVerifier<ConnectFinder>.VerifyAsync(source));

        Assert.Contains("With StackExchange.Redis 2.7.27 (only here)", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public Task NoLibrary_HasNoSuchNamespace() => RedisVerifier<ConnectFinder>.VerifyWithoutLibraryAsync("""
        using {|CS0246:StackExchange|}.Redis;
        """);

    [Fact]
    public Task ThePool_IsThere() => RedisVerifier<ConnectFinder>.VerifyAsync(
        """
        using RedisGuard.Pool;
        using StackExchange.Redis;

        IDatabase database = await RedisPool.For("localhost").GetDatabaseAsync();
        await using RedisLease lease = await RedisPool.Shared.RentAsync();
        """,
        new() { Pool = true, OutputKind = OutputKind.ConsoleApplication });

    [Theory]
    [InlineData((int)TestFramework.Xunit, "Xunit.Fact")]
    [InlineData((int)TestFramework.NUnit, "NUnit.Framework.Test")]
    [InlineData((int)TestFramework.MSTest, "Microsoft.VisualStudio.TestTools.UnitTesting.TestMethod")]
    [InlineData((int)TestFramework.BenchmarkDotNet, "BenchmarkDotNet.Attributes.Benchmark")]
    public Task TestAttributes_AreThere(int framework, string attribute) => RedisVerifier<ConnectFinder>.VerifyAsync(
        $$"""
        public class C
        {
            [{{attribute}}]
            public void M() { }
        }
        """,
        new() { TestFramework = (TestFramework)framework });

    [Fact]
    public Task AspNetCore_IsThere() => RedisVerifier<ConnectFinder>.VerifyAsync(
        """
        using Microsoft.AspNetCore.Builder;
        using Microsoft.Extensions.DependencyInjection;
        using StackExchange.Redis;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSingleton<IConnectionMultiplexer>(_ => [|ConnectionMultiplexer.Connect("localhost")|]);
        var app = builder.Build();
        app.MapGet("/", (IConnectionMultiplexer connection) => connection.GetDatabase().StringGetAsync("key"));
        app.Run();
        """,
        new() { OutputKind = OutputKind.ConsoleApplication });

    [Fact]
    public Task OldLanguage_HasNoUsingDeclaration() => RedisVerifier<ConnectFinder>.VerifyAsync(
        """
        using StackExchange.Redis;

        class C
        {
            void M()
            {
                {|CS8370:using|} var connection = [|ConnectionMultiplexer.Connect("localhost")|];
            }
        }
        """,
        new() { LanguageVersion = LanguageVersion.CSharp7_3 });

    [Fact]
    public Task EditorConfig_IsRead() => RedisVerifier<ConnectFinder>.VerifyAsync(
        Markup.Remove(Connects), new() { EditorConfig = "dotnet_diagnostic.HARNESS.severity = none" });

    [Fact]
    public Task FurtherFiles_AreCompiledAndChecked() => RedisVerifier<ConnectFinder>.VerifyAsync(
        "class D : C { }", new() { Files = [("C.cs", Connects)] });

    [Fact]
    public Task BrokenCode_IsAnalyzed() => RedisVerifier<ConnectFinder>.VerifyAsync(
        """
        using StackExchange.Redis;

        class C
        {
            void M()
            {
                var connection = [|ConnectionMultiplexer.Connect("localhost")|]
        """,
        new() { Broken = true });

    [Fact]
    public void SourcesOfThisFile_AreFound() => Assert.Contains(Connects, TestSources.In("HarnessTests.cs"), StringComparer.Ordinal);

    [DiagnosticAnalyzer(LanguageNames.CSharp)]
    private sealed class ConnectFinder : DiagnosticAnalyzer
    {
        private static readonly DiagnosticDescriptor Rule = new(
            "HARNESS", "Connects", "Connects", "Harness", DiagnosticSeverity.Warning, isEnabledByDefault: true);

        public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Rule];

        public override void Initialize(AnalysisContext context)
        {
            context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
            context.EnableConcurrentExecution();
            context.RegisterSyntaxNodeAction(
                static c =>
                {
                    var call = (InvocationExpressionSyntax)c.Node;
                    if (call.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Connect" })
                    {
                        c.ReportDiagnostic(Diagnostic.Create(Rule, call.GetLocation()));
                    }
                },
                SyntaxKind.InvocationExpression);
        }
    }
}
