using System.Linq;
using Microsoft.CodeAnalysis;
using RedisGuard.Analyzers.Model;

namespace RedisGuard.Analyzers.Dataflow;

/// <summary>Connections that are lost by a store: the variable that alone held them gets another.</summary>
internal static class Overwrites
{
    /// <summary>
    /// A variable gets a fresh resource while it is the only one to hold another that is open on every path that leads here: that one is
    /// lost by this store, and told of here and not where it was acquired.
    /// </summary>
    public static void Note(ILocalSymbol local, PointsTo fresh, FlowState state, ObligationTable obligations, ResourceModel resource, bool isRecording)
    {
        if (!fresh.Has(AliasKind.Owner))
        {
            return;
        }

        foreach (Alias old in state[local].Aliases)
        {
            if (old.Kind != AliasKind.Owner || fresh.RefersTo(old.Obligation) || !state.IsOnlyHeldBy(local, old.Obligation))
            {
                continue;
            }

            ObligationStatus status = state[old.Obligation];
            if (status == ObligationStatus.Open)
            {
                state[old.Obligation] = ObligationStatus.Escaped;
                NoteReplaced(local, fresh, obligations);
            }
            else if (isRecording && status.IsSurely(ObligationStatus.None) && (status & ObligationStatus.OpenByException) != 0 && IsWorkedWith(obligations[old.Obligation], resource))
            {
                NoteReplaced(local, fresh, obligations);
            }
        }
    }

    /// <summary>Tells whether a command was sent over it, which may have failed: <c>catch { redis = Connect(other); }</c> is reached with it open.</summary>
    private static bool IsWorkedWith(Obligation obligation, ResourceModel resource)
        => obligation.Uses.Any(use => use is { Kind: UseKind.Call, Member: not null } or { Kind: UseKind.Wait, Alias: AliasKind.Pending } && (use.Member is null || resource.EffectOf(use.Member) == MemberEffect.None));

    private static void NoteReplaced(ILocalSymbol local, PointsTo fresh, ObligationTable obligations)
    {
        foreach (Alias alias in fresh.Aliases)
        {
            obligations[alias.Obligation].Replaced = local;
        }
    }
}
