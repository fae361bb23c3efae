using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RedisGuard.Pool.Tests.Docs;

/// <summary>The C# of a page of the documentation, block by block, compiled against this very build.</summary>
internal sealed partial class PageCode
{
    /// <summary>The full name of the type that holds what a page doesn't introduce.</summary>
    public const string Given = "Given";

    /// <summary>What a reader has anyway: the usings that the SDK writes for a program with a host, and the objects that a page doesn't introduce.</summary>
    private const string GivenUsings = """
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
        """;

    private const string GivenObjects = """
        public static class Given
        {
            public static IServiceCollection services { get; set; } = new ServiceCollection();
            public static readonly IConfiguration configuration = new ConfigurationBuilder()
                .AddInMemoryCollection([new("Redis:Configuration", Environment.GetEnvironmentVariable("REDIS_CONNECTION"))])
                .Build();
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

    /// <summary>The objects that a page doesn't introduce, one set for each page.</summary>
    public static CSharpCompilation Objects { get; } = CSharpCompilation.Create(
        "given", [CSharpSyntaxTree.ParseText(GivenUsings), CSharpSyntaxTree.ParseText(GivenObjects)], References, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));

    private PageCode(IReadOnlyList<string> blocks) => Blocks = blocks;

    /// <summary>Each block with the usings that the page has shown before it: they hold for the rest of a page.</summary>
    public IReadOnlyList<string> Blocks { get; }

    public static PageCode Read(string page)
    {
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", page));
        Assert.DoesNotMatch(UnreadFence(), text);
        var shown = new HashSet<string>();
        var blocks = new List<string>();
        foreach (var block in CSharpBlock().Matches(text).Select(static block => block.Groups[1].Value))
        {
            var usings = Using().Matches(block).Select(static line => line.Value.TrimEnd()).ToHashSet();
            blocks.Add(string.Concat(shown.Except(usings).Select(static line => line + "\n")) + block);
            shown.UnionWith(usings);
        }

        return new PageCode(blocks);
    }

    public static CSharpCompilation Compile(string block, string name = "page")
    {
        var tree = CSharpSyntaxTree.ParseText(block);
        var kind = tree.GetCompilationUnitRoot().Members.OfType<GlobalStatementSyntax>().Any()
            ? OutputKind.ConsoleApplication
            : OutputKind.DynamicallyLinkedLibrary;
        return CSharpCompilation.Create(name, [CSharpSyntaxTree.ParseText(GivenUsings), tree], [.. References, Objects.ToMetadataReference()], new CSharpCompilationOptions(kind));
    }

    public static IEnumerable<string> Errors(string block) => Compile(block)
        .GetDiagnostics()
        .Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
        .Select(static diagnostic => diagnostic.ToString());

    [GeneratedRegex(@"^```csharp\r?\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex CSharpBlock();

    [GeneratedRegex(@"^using [\w.]+;\r?$", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Using();

    /// <summary>C# under a name that is not read here.</summary>
    [GeneratedRegex(@"^```(cs|c#)\b", RegexOptions.Multiline | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex UnreadFence();
}
