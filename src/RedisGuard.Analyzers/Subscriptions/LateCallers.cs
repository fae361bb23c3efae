using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Context;
using RedisGuard.Analyzers.Reading;

namespace RedisGuard.Analyzers.Subscriptions;

/// <summary>
/// Which code that a host runs for each call creates a type, or calls a method: asked at the compilation's end, for the few that
/// subscribe and whose own code doesn't tell how often. Files are searched by name; only what fits is bound.
/// </summary>
internal sealed class LateCallers
{
    private readonly Dictionary<INamedTypeSymbol, string> _creators = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<IMethodSymbol, string> _callers = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentQueue<ISymbol> _wanted = new();
    private readonly CallContexts _contexts;
    private bool _isSearched;

    public LateCallers(CallContexts contexts) => _contexts = contexts;

    /// <summary>Says that a member, or the type around it, will be asked for. Thread-safe; all are searched for together.</summary>
    public void Want(ISymbol member) => _wanted.Enqueue(member);

    /// <summary>The code of a host that creates the type for each call; null where none does. At the end of the compilation.</summary>
    public string? CreatorOf(INamedTypeSymbol type, CompilationAnalysisContext end)
        => Searched(end)._creators.TryGetValue(type.OriginalDefinition, out string? words) ? words : null;

    /// <summary>The code of a host that calls the member for each call.</summary>
    public string? CallerOf(ISymbol member, CompilationAnalysisContext end)
        => member is IMethodSymbol method && Searched(end)._callers.TryGetValue(method.OriginalDefinition, out string? words) ? words : null;

    private LateCallers Searched(CompilationAnalysisContext end)
    {
        if (!_isSearched)
        {
            _isSearched = true;
            Search(_wanted.ToArray(), end.Compilation, end.CancellationToken);
        }

        return this;
    }

    private void Search(IReadOnlyCollection<ISymbol> members, Compilation compilation, CancellationToken cancellationToken)
    {
        var types = new HashSet<string>(members.Select(member => member.ContainingType.Name));
        var methods = new HashSet<string>(members.OfType<IMethodSymbol>().Where(method => method.MethodKind == MethodKind.Ordinary).Select(method => method.Name));
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            SyntaxNode root = tree.GetRoot(cancellationToken);
            SyntaxNode[] named = types.SelectMany(name => WrittenNames.Of(name, root, cancellationToken)).Select(name => name.Parent).OfType<ObjectCreationExpressionSyntax>()
                .Concat<SyntaxNode>(methods.SelectMany(name => WrittenNames.CallsOf(name, root, cancellationToken)).Where(call => call.Expression is MemberAccessExpressionSyntax))
                .ToArray();
            if (named.Length == 0)
            {
                continue;
            }

            SemanticModel model = compilation.ModelOf(tree);
            foreach (SyntaxNode node in named)
            {
                Note(node, model, members, cancellationToken);
            }
        }
    }

    private void Note(SyntaxNode node, SemanticModel model, IReadOnlyCollection<ISymbol> members, CancellationToken cancellationToken)
    {
        if (model.GetOperation(node, cancellationToken) is not { } operation
            || model.MemberAround(node, cancellationToken) is not { } caller
            || _contexts.OutsideLoops(operation, caller, cancellationToken) is not { Frequency: OpeningFrequency.PerCall, IsPresumed: false })
        {
            return;
        }

        string words = caller is IMethodSymbol { MethodKind: MethodKind.Ordinary } ? $"'{caller.ContainingType.Name}.{caller.Name}'" : $"'{caller.ContainingType.Name}'";
        switch (operation)
        {
            case IObjectCreationOperation { Type: INamedTypeSymbol created }:
                _creators[created.OriginalDefinition] = words;
                break;

            case IInvocationOperation { TargetMethod: { } method }:
                foreach (IMethodSymbol member in members.OfType<IMethodSymbol>().Where(member => Is(member, method)))
                {
                    _callers[member.OriginalDefinition] = words;
                }

                break;
        }
    }

    /// <summary>Whether a call of a method may run the member: directly, or through the interface it implements.</summary>
    private static bool Is(IMethodSymbol member, IMethodSymbol called)
        => SymbolEqualityComparer.Default.Equals(member.OriginalDefinition, called.OriginalDefinition)
            || (called.ContainingType.TypeKind == TypeKind.Interface
                && member.ContainingType.FindImplementationForInterfaceMember(called) is { } implementation
                && SymbolEqualityComparer.Default.Equals(implementation.OriginalDefinition, member.OriginalDefinition));
}
