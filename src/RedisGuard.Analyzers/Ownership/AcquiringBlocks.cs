using System.Collections.Concurrent;
using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Dataflow;

namespace RedisGuard.Analyzers.Ownership;

/// <summary>
/// Gives the calls that acquire a resource when the block they stand in ends, for a rule that reports elsewhere than on the
/// call: an editor takes what is told of another place for its own only then. Thread-safe.
/// </summary>
internal sealed class AcquiringBlocks
{
    private readonly ConcurrentDictionary<ISymbol, bool> _owners = new(SymbolEqualityComparer.Default);
    private readonly AcquiringCalls _calls;
    private volatile bool _any;

    public AcquiringBlocks(AcquiringCalls calls) => _calls = calls;

    /// <summary>To be shown each call that may acquire: a look at all calls at the end of a block that acquires nothing would cost ten times as much.</summary>
    public void Note(OperationAnalysisContext context)
    {
        if (_calls.Acquires(context.Operation, context.CancellationToken))
        {
            _owners.TryAdd(context.ContainingSymbol, true);
            _any = true;
        }
    }

    /// <summary>
    /// Whether anything in the block acquires, as far as was shown: the driver shows the calls of a block before the block; of one
    /// that an editor asks for in part, that part alone. Allocates nothing and mostly looks nothing up, as each block asks.
    /// </summary>
    public bool MayBeIn(OperationBlockAnalysisContext context)
        => context.FilterSpan is not null || (_any && _owners.ContainsKey(context.OwningSymbol));

    /// <summary>The calls in the block that acquire, with what became of it.</summary>
    public IEnumerable<(IOperation Call, Obligation Obligation)> In(OperationBlockAnalysisContext context)
    {
        foreach (IOperation root in context.OperationBlocks)
        {
            foreach (IOperation operation in root.Descendants())
            {
                if (operation is IInvocationOperation or IInvalidOperation
                    && _calls.Acquires(operation, context.CancellationToken)
                    && _calls.Find(operation, () => context.GetControlFlowGraph(root), context.OwningSymbol, context.CancellationToken) is { } obligation)
                {
                    yield return (operation, obligation);
                }
            }
        }
    }
}
