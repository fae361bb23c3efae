using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace RedisGuard.Analyzers.Dataflow;

/// <summary>Findings of a flow over one graph.</summary>
/// <param name="Obligations">Everything acquired, in order of first sight; for a summary, the parameters first.</param>
/// <param name="Returned">What each return statement gives back.</param>
/// <param name="GaveUp">Whether a cap was reached: nothing found may be believed then.</param>
internal sealed record FlowResult(ImmutableArray<Obligation> Obligations, ImmutableArray<Value> Returned, bool GaveUp)
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

    /// <summary>Whether everything that the flow gives back was opened in it and is in nobody else's hands.</summary>
    /// <param name="parameters">How many of its obligations are parameters.</param>
    /// <param name="isPart">Whether what it gives back has the resource in it, beside what was made of it: a tuple.</param>
    /// <param name="beside">The parameters that may stand beside it there, as their type is none of its: a name, its options.</param>
    public bool ReturnsFresh(int parameters, bool isPart = false, ImmutableArray<int> beside = default)
    {
        bool any = false;
        foreach (Value value in Returned)
        {
            // An empty value is a null or something unknown; a method that may return what it didn't open isn't a factory.
            if (value.IsEmpty)
            {
                return false;
            }

            foreach (Reference reference in value.References)
            {
                if (isPart && reference.Obligation < parameters && !beside.IsDefault && beside.Contains(reference.Obligation))
                {
                    continue;
                }

                if (reference.Obligation < parameters || Obligations[reference.Obligation].IsKeptElsewhere(EscapeKind.Return))
                {
                    return false;
                }

                bool isResource = reference.Role is Role.Owner or Role.Task || (isPart && reference.Role == Role.Collection);
                if (!isResource && !(isPart && reference.Role == Role.View))
                {
                    return false;
                }

                any |= isResource;
            }
        }

        return any;
    }
}
