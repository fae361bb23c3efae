using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RedisGuard.Pool.Tests.Docs;

/// <summary>All C# in the pool's pages compiles, against this very build.</summary>
public sealed partial class DocumentationTests
{
    /// <summary>What a reader has anyway: namespaces, and the objects that a page doesn't introduce.</summary>
    private const string Given = """
        global using System;
        global using System.Collections.Generic;
        global using System.Threading.Tasks;
        global using Microsoft.AspNetCore.DataProtection;
        global using Microsoft.AspNetCore.DataProtection.KeyManagement;
        global using Microsoft.AspNetCore.DataProtection.StackExchangeRedis;
        global using Microsoft.Extensions.Caching.StackExchangeRedis;
        global using Microsoft.Extensions.Configuration;
        global using Microsoft.Extensions.DependencyInjection;
        global using RedisGuard.Pool;
        global using StackExchange.Redis;
        global using static Given;

        internal static class Given
        {
            public static readonly IServiceCollection services = new ServiceCollection();
            public static readonly IConfiguration configuration = new ConfigurationManager();
            public static readonly Microsoft.Extensions.Hosting.HostApplicationBuilder builder = new();
            public static readonly RedisPool pool = RedisPool.Shared;
            public static Task HandleAsync(RedisValue value) => Task.CompletedTask;
            public static Task HandleMessageAsync(RedisMessage message) => Task.CompletedTask;
        }
        """;

    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(static path => MetadataReference.CreateFromFile(path)),
    ];

    [Theory]
    [InlineData("README.md", 1)]
    [InlineData("getting-started.md", 5)]
    [InlineData("configuration.md", 5)]
    [InlineData("migrating.md", 5)]
    [InlineData("resilience.md", 4)]
    [InlineData("testing-pool.md", 3)]
    [InlineData("troubleshooting.md", 2)]
    public void CodeOfThePage_Compiles(string page, int atLeast)
    {
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", page));
        Assert.DoesNotMatch(UnreadFence(), text);
        var blocks = CSharpBlock().Matches(text).Select(static block => block.Groups[1].Value).ToArray();

        Assert.InRange(blocks.Length, atLeast, int.MaxValue);
        Assert.All(blocks, static block => Assert.Empty(Errors(block)));
    }

    [Fact]
    public void CodeThatDoesNotCompile_IsNoticed() => Assert.NotEmpty(Errors("IDatabase db = pool.GetDatabaseAsync();"));

    private static IEnumerable<string> Errors(string block)
    {
        var given = CSharpSyntaxTree.ParseText(Given);
        var tree = CSharpSyntaxTree.ParseText(block);
        var kind = tree.GetCompilationUnitRoot().Members.OfType<GlobalStatementSyntax>().Any()
            ? OutputKind.ConsoleApplication
            : OutputKind.DynamicallyLinkedLibrary;
        return CSharpCompilation.Create("page", [given, tree], References, new CSharpCompilationOptions(kind))
            .GetDiagnostics()
            .Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            .Select(static diagnostic => diagnostic.ToString());
    }

    [GeneratedRegex(@"^```csharp\r?\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex CSharpBlock();

    /// <summary>C# under a name that the test above would not read.</summary>
    [GeneratedRegex(@"^```(cs|c#)\b", RegexOptions.Multiline | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex UnreadFence();
}
