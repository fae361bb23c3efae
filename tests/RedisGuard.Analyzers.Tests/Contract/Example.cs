using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.Analyzers.Rules;
using RedisGuard.Verification;

namespace RedisGuard.Analyzers.Tests.Contract;

/// <summary>One code block of a rule's page.</summary>
/// <param name="Id">The rule.</param>
/// <param name="Line">The block's place on the page.</param>
/// <param name="Label"><c>flagged</c>, <c>fixed</c> or <c>silent</c>; with <c>older</c> where the newest library reports it by itself.</param>
/// <param name="Code">The code.</param>
/// <param name="Leaks">The redisguard.leaks.json that the section shows before it; null for none.</param>
internal sealed record Example(string Id, int Line, string Label, string Code, string? Leaks = null)
{
    private const string Older = " older";

    private const string Ambient = """
        global using StackExchange.Redis;

        namespace Microsoft.Extensions.Caching.StackExchangeRedis
        {
            public class RedisCacheOptions
            {
                public string? Configuration { get; set; }
                public Func<Task<IConnectionMultiplexer>>? ConnectionMultiplexerFactory { get; set; }
            }
        }
        """;

    public string Kind => IsForOlderLibrary ? Label[..^Older.Length] : Label;

    /// <summary>The pages take the SDK's implicit usings and the library's namespace as given; RG1000 takes the pool.</summary>
    public TestSetup Setup => new()
    {
        Pool = Id == Descriptors.OpenedOutsidePool.Id || Code.Contains("using RedisGuard.Pool;", StringComparison.Ordinal),
        OutputKind = HasTopLevelStatements ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary,
        Files = [("Ambient.cs", Ambient)],
        Libraries = IsForOlderLibrary ? [Library.Oldest] : Library.Tested,
    };

    /// <summary>The lines, from 0, that say in a comment that they are flagged.</summary>
    public IEnumerable<int> FlaggedLines =>
        Code.Split('\n').Index().Where(line => line.Item.EndsWith($"// {Id}", StringComparison.Ordinal)).Select(line => line.Index);

    private bool IsForOlderLibrary => Label.EndsWith(Older, StringComparison.Ordinal);

    private bool HasTopLevelStatements =>
        CSharpSyntaxTree.ParseText(Code).GetCompilationUnitRoot().Members.Any(member => member is GlobalStatementSyntax);

    public override string ToString() => $"{Id}.md, line {Line}";
}
