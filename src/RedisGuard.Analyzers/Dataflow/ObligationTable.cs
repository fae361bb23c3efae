using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace RedisGuard.Analyzers.Dataflow;

/// <summary>The obligations of one flow, each known by its acquiring syntax: a graph visits a block more than once.</summary>
internal sealed class ObligationTable
{
    private readonly Dictionary<SyntaxNode, Obligation> _bySyntax = new();
    private readonly List<Obligation> _all = new();

    public Obligation this[int number] => _all[number];

    public IReadOnlyList<Obligation> All => _all;

    public Obligation GetOrAdd(SyntaxNode acquisition, IMethodSymbol? helper = null)
    {
        if (!_bySyntax.TryGetValue(acquisition, out Obligation? obligation))
        {
            obligation = new Obligation(_all.Count, acquisition, helper);
            _bySyntax.Add(acquisition, obligation);
            _all.Add(obligation);
        }

        return obligation;
    }
}
