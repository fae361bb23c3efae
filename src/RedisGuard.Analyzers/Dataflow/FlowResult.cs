using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace RedisGuard.Analyzers.Dataflow;

/// <summary>Findings of a flow over one graph.</summary>
/// <param name="Obligations">Everything acquired, in order of first sight; for a summary, the parameters first.</param>
/// <param name="Returned">What each return statement gives back.</param>
/// <param name="GaveUp">Whether a cap was reached: nothing found may be believed then.</param>
internal sealed record FlowResult(ImmutableArray<Obligation> Obligations, ImmutableArray<PointsTo> Returned, bool GaveUp)
{
    /// <summary>The obligation that this call opens; null where it opens none, or where the flow gave up.</summary>
    public Obligation? Find(SyntaxNode acquisition)
    {
        if (!GaveUp)
        {
            foreach (Obligation obligation in Obligations)
            {
                if (obligation.Acquisition == acquisition)
                {
                    return obligation;
                }
            }
        }

        return null;
    }

    /// <summary>Tells whether everything that the flow gives back was opened in it and is in nobody else's hands.</summary>
    /// <param name="parameters">How many of its obligations are parameters.</param>
    /// <param name="isPart">Whether what it gives back has the resource in it, beside what was made of it: a tuple.</param>
    /// <param name="beside">The parameters that may stand beside it there, as their type is none of its: a name, its options.</param>
    public bool ReturnsFresh(int parameters, bool isPart = false, ImmutableArray<int> beside = default)
    {
        bool any = false;
        foreach (PointsTo value in Returned)
        {
            // An empty value is a null or something unknown; a method that may return what it didn't open isn't a factory.
            if (value.IsEmpty)
            {
                return false;
            }

            foreach (Alias alias in value.Aliases)
            {
                if (isPart && alias.Obligation < parameters && !beside.IsDefault && beside.Contains(alias.Obligation))
                {
                    continue;
                }

                if (alias.Obligation < parameters || Obligations[alias.Obligation].IsKeptElsewhere(EscapeKind.Return))
                {
                    return false;
                }

                bool isResource = alias.Kind is AliasKind.Owner or AliasKind.Task || (isPart && alias.Kind == AliasKind.Collection);
                if (!isResource && !(isPart && alias.Kind == AliasKind.View))
                {
                    return false;
                }

                any |= isResource;
            }
        }

        return any;
    }
}
