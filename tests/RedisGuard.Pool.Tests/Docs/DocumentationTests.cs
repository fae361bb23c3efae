using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RedisGuard.Pool.Tests.Docs;

/// <summary>All C# in the pool's pages compiles, against this very build.</summary>
public sealed partial class DocumentationTests
{
    /// <summary>What a reader has anyway: the usings that the SDK writes for a program with a host, and the objects that a page doesn't introduce.</summary>
    private const string Given = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Microsoft.Extensions.Configuration;
        global using Microsoft.Extensions.DependencyInjection;
        global using Microsoft.Extensions.Hosting;
        global using Microsoft.Extensions.Logging;
        global using static Given;

        internal static class Given
        {
            public static readonly IServiceCollection services = new ServiceCollection();
            public static readonly IConfiguration configuration = new ConfigurationManager();
            public static readonly Microsoft.Extensions.Hosting.HostApplicationBuilder builder = new();
            public static readonly RedisGuard.Pool.RedisPool pool = RedisGuard.Pool.RedisPool.Shared;
            public static Task HandleAsync(StackExchange.Redis.RedisValue value) => Task.CompletedTask;
            public static Task HandleMessageAsync(RedisGuard.Pool.RedisMessage message) => Task.CompletedTask;
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
    [InlineData("observability.md", 5)]
    [InlineData("resilience.md", 4)]
    [InlineData("testing-pool.md", 3)]
    [InlineData("troubleshooting.md", 2)]
    public void CodeOfThePage_Compiles(string page, int atLeast)
    {
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", page));
        Assert.DoesNotMatch(UnreadFence(), text);
        var blocks = CSharpBlock().Matches(text).Select(static block => block.Groups[1].Value).ToArray();

        Assert.InRange(blocks.Length, atLeast, int.MaxValue);
        // A using that a page has shown holds for the rest of it.
        var shown = new HashSet<string>();
        foreach (var block in blocks)
        {
            var usings = Using().Matches(block).Select(static line => line.Value.TrimEnd()).ToHashSet();
            Assert.Empty(Errors(string.Concat(shown.Except(usings).Select(static line => line + "\n")) + block));
            shown.UnionWith(usings);
        }
    }

    [Fact]
    public void CodeThatDoesNotCompile_IsNoticed() => Assert.NotEmpty(Errors("using StackExchange.Redis; IDatabase db = pool.GetDatabaseAsync();"));

    [Fact]
    public void UsingThatNobodyShowed_IsNoticed() => Assert.NotEmpty(Errors("IDatabase db = pool.GetDatabase();"));

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

    [GeneratedRegex(@"^using [\w.]+;\r?$", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Using();

    /// <summary>C# under a name that the test above would not read.</summary>
    [GeneratedRegex(@"^```(cs|c#)\b", RegexOptions.Multiline | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex UnreadFence();
}
