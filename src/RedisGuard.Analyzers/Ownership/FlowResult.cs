using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace RedisGuard.Analyzers.Ownership;

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
}
