using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Model;

namespace RedisGuard.Analyzers.Locks;

/// <summary>Recognises what releases one lock: a release of its key, a helper that releases, a delegate that will.</summary>
internal sealed class LockReleases
{
    private readonly IInvocationOperation[] _matching;
    private readonly RedisSymbols _symbols;

    public LockReleases(IInvocationOperation take, RedisSymbols symbols)
    {
        _symbols = symbols;
        IOperation? key = LockCalls.Key(take);
        _matching = LockCalls.Of(LockCalls.Function(take))
            .Where(call => key is not null && (LockCalls.IsRelease(call, symbols)
                ? LockCalls.Key(call) is { } released && LockValues.AreSame(key, released)
                : IsHelper(call.TargetMethod) && ReleaseHelpers.Release(call, key)))
            .ToArray();
    }

    /// <summary>The releases of the lock's key in the function that takes it, and the calls of helpers that do nothing else with it.</summary>
    public IReadOnlyList<IInvocationOperation> Matching => _matching;

    public bool Contains(IOperation operation)
        => operation.DescendantsAndSelf().Any(inner => inner switch
        {
            IInvocationOperation call => _matching.Any(release => release.Syntax == call.Syntax) || IsHelper(call.TargetMethod),
            IFlowAnonymousFunctionOperation lambda => LockCalls.MentionsRelease(lambda.Syntax),
            IMethodReferenceOperation method => IsHelper(method.Method),
            _ => false,
        });

    public bool AnyIn(BasicBlock block)
        => block.Operations.Any(Contains) || (block.BranchValue is { } value && Contains(value));

    public bool AnyIn(ControlFlowRegion region, ControlFlowGraph graph)
        => Enumerable.Range(region.FirstBlockOrdinal, region.LastBlockOrdinal - region.FirstBlockOrdinal + 1).Any(ordinal => AnyIn(graph.Blocks[ordinal]));

    /// <summary>A method in source that names a release: for which lock, its caller will know.</summary>
    private bool IsHelper(IMethodSymbol method)
        => SymbolEqualityComparer.Default.Equals(method.ContainingAssembly, _symbols.Compilation.Assembly)
            && method.DeclaringSyntaxReferences.Any(reference => LockCalls.MentionsRelease(reference.GetSyntax()));
}
