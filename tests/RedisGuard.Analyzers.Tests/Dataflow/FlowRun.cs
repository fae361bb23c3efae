using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.FlowAnalysis;
using RedisGuard.Analyzers.Dataflow;
using RedisGuard.Analyzers.Locks;
using RedisGuard.Analyzers.Model;
using RedisGuard.Analyzers.Options;
using RedisGuard.Analyzers.Ownership;
using RedisGuard.Analyzers.Reading;
using RedisGuard.Verification;

namespace RedisGuard.Analyzers.Tests.Dataflow;

/// <summary>The flow over the function around a marked call, <c>[|Connect("a")|]</c>, and what it found of what that acquires.</summary>
internal sealed class FlowRun
{
    private static readonly CSharpCompilation s_others = Analysis.Compile(
        "",
        new TestSetup
        {
            Files =
            [
                ("Others.cs",
                    "global using StackExchange.Redis; global using static StackExchange.Redis.ConnectionMultiplexer; global using static Elsewhere;"
                    + "public static class Elsewhere { public static void Take(object? it) { s_taken = it; } private static object? s_taken; public static ref object? Slot(object? it) => ref s_taken; public static void Work() { } public static bool Is() => true; public static (ConnectionMultiplexer C, IDatabase D) Both() { var c = Connect(\"a\"); return (c, c.GetDatabase()); } }"
                    + "public class Holder { public ConnectionMultiplexer? C; public IDatabase? D; public IBatch? B; public static ConnectionMultiplexer? S; public Task this[int i] { get => Task.CompletedTask; set => Take(value); } }"
                    + "public class Failed : Exception { private readonly ConnectionMultiplexer _c; public Failed(ConnectionMultiplexer c) { _c = c; } }"),
            ],
        },
        Library.Newest);

    private readonly FlowResult _result;
    private readonly SyntaxNode _marked;

    /// <param name="body">What a method does, beside a field and with parameters for all that it may need; it may return something.</param>
    /// <param name="kind">The kind of resource that is followed.</param>
    /// <param name="paths">The dial.</param>
    public FlowRun(string body, ResourceKind kind = ResourceKind.Connection, ExceptionPaths paths = ExceptionPaths.Conservative)
        : this(
            new MarkedCode(
                "public class C { private ConnectionMultiplexer? _m; private readonly List<object?> _list = []; private readonly ConnectionMultiplexer?[] _all = [null]; "
                + $"{(body.Contains("yield ", StringComparison.Ordinal) ? "IEnumerable<object?>" : body.Contains("await ", StringComparison.Ordinal) ? body.Contains("return ", StringComparison.Ordinal) ? "async Task<object?>" : "async Task" : body.Contains("return ", StringComparison.Ordinal) ? "object?" : "void")} "
                + $"M(bool flag, int n, ConnectionMultiplexer? given, IDatabase db, ISubscriber sub, CancellationToken token) {{ {body} }} }}",
                s_others),
            kind,
            paths)
    {
    }

    private FlowRun(MarkedCode code, ResourceKind kind, ExceptionPaths paths)
    {
        var index = OwnershipIndex.Of(code.Compilation, new AnalyzerOptions([]).AnalyzerConfigOptionsProvider)!;
        IOperation marked = code.Marked;
        ISymbol function = code.MemberAround(marked);
        ControlFlowGraph graph = ControlFlowGraphs.TryFind(ControlFlowGraphs.TryCreate(marked.Root(), TestContext.Current.CancellationToken)!, marked, ref function)!;
        ResourceModel resource = index.Symbols.Model[kind];
        var context = new FlowContext(index.Symbols, resource, marked.SemanticModel!, kind == ResourceKind.Lock ? null : new MethodSummaries(index.Symbols, resource, index.Types), paths, function, TestContext.Current.CancellationToken)
        {
            Keys = kind == ResourceKind.Lock ? new LockKeys(marked, index.Symbols) : null,
        };
        _result = OwnershipFlow.Run(graph, context, []);
        _marked = marked.Syntax;
    }

    /// <summary>The world around a flow that follows resources of a kind.</summary>
    public static FlowContext Context(ResourceKind kind)
    {
        RedisSymbols symbols = OwnershipIndex.Of(s_others, new AnalyzerOptions([]).AnalyzerConfigOptionsProvider)!.Symbols;
        return new FlowContext(symbols, symbols.Model[kind], s_others.GetSemanticModel(s_others.SyntaxTrees[0]), null, ExceptionPaths.Conservative, symbols.ConnectionMultiplexer, TestContext.Current.CancellationToken);
    }

    /// <summary>Tells what became of what the marked call acquires.</summary>
    public Obligation Of => _result.Find(_marked) ?? throw new InvalidOperationException("Nothing is acquired there.");

    public ImmutableArray<PointsTo> Returned => _result.Returned;

    /// <summary>Tells what may have become of it at the end, and where it left, in words.</summary>
    public string Fate => string.Join(", ", new[] { Of.ExitStatus.ToString().Replace(", ", " or ", StringComparison.Ordinal) }.Concat(Of.Escapes.Select(escape => $"{escape.Kind} {escape.Alias}")));

    /// <summary>The ways it was lost, in words.</summary>
    public string Leaks => string.Join(", ", Of.Leaks.Select(leak => leak.ToString()).Order(StringComparer.Ordinal));

    /// <summary>Tells where paths leave it open, in words.</summary>
    public string OpenEnds => string.Join(", ", Of.OpenEnds.Select(end => $"{end.Kind} at {end.Place?.ToString() ?? "the end"}{(end.IsReturn ? " (return)" : "")}").Order(StringComparer.Ordinal));
}
