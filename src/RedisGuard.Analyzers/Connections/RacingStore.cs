using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Dataflow;
using RedisGuard.Analyzers.Reading;

namespace RedisGuard.Analyzers.Connections;

/// <summary>
/// A connection that is opened first and then offered to a shared dictionary, which may have got one from somebody else by
/// then: <c>if (!d.TryGetValue(k, out var m)) m = d.GetOrAdd(k, Connect(…));</c>
/// </summary>
internal static class RacingStore
{
    /// <summary>The race in words; null where there is none, or where the one that comes second is closed.</summary>
    public static string? Describe(Opening opening)
    {
        if (opening.Obligation.Releases.Count > 0 || opening.Operation.SemanticModel is not { } model)
        {
            return null;
        }

        foreach (Escape escape in opening.Obligation.Escapes)
        {
            switch (escape)
            {
                case { Kind: EscapeKind.Argument, Alias: AliasKind.Owner or AliasKind.Task, Syntax: ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } }
                    when WrittenNames.NameOf(call.Expression) is "GetOrAdd" or "TryAdd"
                        && model.GetOperation(call) is IInvocationOperation { TargetMethod: { } method, Instance: not ILocalReferenceOperation }
                        && IsConcurrentDictionary(method.ContainingType):
                    return $"'{method.Name}' keeps the first one, and the other stays open";
                case { Kind: EscapeKind.Argument, Alias: AliasKind.Owner or AliasKind.Task, Syntax: ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } }
                    when WrittenNames.NameOf(call.Expression) == "Set"
                        && model.GetOperation(call) is IInvocationOperation { TargetMethod: { } setter }
                        && IsOfMemoryCache(setter)
                        && opening.Operation.Root().Descendants().Any(operation => operation is IInvocationOperation { TargetMethod: { Name: "TryGetValue" or "Get" } getter } && IsOfMemoryCache(getter)):
                    return "both find the cache without it, and the second overwrites the first";
                case { Kind: EscapeKind.Member, Alias: AliasKind.Owner or AliasKind.Task, Member: IPropertySymbol { IsIndexer: true } indexer, Syntax: { } place }
                    when IsShared(indexer, place, model) && LooksFirst(opening.Operation, indexer.ContainingType):
                    return "both find the dictionary without it, and the second overwrites the first";
            }
        }

        return null;
    }

    /// <summary><c>cache.TryGetValue(…)</c>, <c>cache.Set(…)</c>: an application has one cache in memory, for all callers.</summary>
    private static bool IsOfMemoryCache(IMethodSymbol method)
        => method.ContainingType is { Name: "CacheExtensions" or "IMemoryCache", ContainingNamespace: { Name: "Memory", ContainingNamespace.Name: "Caching" } };

    private static bool IsConcurrentDictionary(INamedTypeSymbol? type)
        => type is { Name: "ConcurrentDictionary", ContainingNamespace: { Name: "Concurrent", ContainingNamespace.Name: "Collections" } };

    /// <summary>A concurrent dictionary says itself that several come at once, a static one of any kind is everybody's.</summary>
    private static bool IsShared(IPropertySymbol indexer, SyntaxNode place, SemanticModel model)
        => IsConcurrentDictionary(indexer.ContainingType)
            || (indexer.ContainingType.Name is "Dictionary" or "IDictionary" or "SortedDictionary"
                && place.FirstAncestorOrSelf<AssignmentExpressionSyntax>() is { Left: ElementAccessExpressionSyntax { Expression: { } dictionary } }
                && model.GetSymbolInfo(dictionary).Symbol is IFieldSymbol { IsStatic: true } or IPropertySymbol { IsStatic: true });

    private static bool LooksFirst(IOperation opening, INamedTypeSymbol dictionary)
        => opening.Root().Descendants().Any(operation => operation is IInvocationOperation { TargetMethod: { Name: "TryGetValue" or "ContainsKey" } method }
            && SymbolEqualityComparer.Default.Equals(method.ContainingType, dictionary));
}
