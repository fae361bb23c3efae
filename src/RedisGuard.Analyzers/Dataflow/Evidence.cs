using Microsoft.CodeAnalysis;
using RedisGuard.Analyzers.Model;

namespace RedisGuard.Analyzers.Dataflow;

/// <summary>
/// Writes down at each obligation what was seen of it: uses, escapes, releases, losses. Only once the flow has settled, but for what is
/// true of the code whatever its states.
/// </summary>
internal sealed class Evidence
{
    private readonly ObligationTable _obligations;

    public Evidence(ObligationTable obligations) => _obligations = obligations;

    /// <summary>Tells whether the flow has settled, and evidence is written down.</summary>
    public bool IsRecording { get; set; }

    /// <summary>The call that opens an obligation is reached while the one of the turn before may be open.</summary>
    public void NoteAcquiredAnew(FlowState state, Obligation obligation, SyntaxNode acquisition)
    {
        ObligationStatus earlier = state[obligation.Number];
        if (IsRecording && earlier.MayBeOpen() && (earlier & (ObligationStatus.Released | ObligationStatus.Escaped)) == 0 && !obligation.IsKept)
        {
            obligation.AddLeak(LeakKind.NextTurn);
            obligation.AddOpenEnd(new OpenEnd(LeakKind.NextTurn, earlier, acquisition, IsReturn: false));
        }
    }

    /// <summary>As <see cref="NoteAcquiredAnew"/>, of a function that opens it.</summary>
    public void NoteRunAgain(FlowState state, int obligation)
    {
        if (IsRecording && state[obligation] == ObligationStatus.Open && !_obligations[obligation].IsKept && !_obligations[obligation].IsCollected)
        {
            _obligations[obligation].AddLeak(LeakKind.NextTurn);
        }
    }

    public void NoteEscape(Alias alias, EscapeKind kind, SyntaxNode place, ISymbol? member)
    {
        if (IsRecording)
        {
            _obligations[alias.Obligation].AddEscape(new Escape(kind, alias.Kind, member, place));
        }
    }

    public void NoteRelease(int obligation, SyntaxNode place)
    {
        if (IsRecording)
        {
            _obligations[obligation].AddRelease(place);
        }
    }

    /// <summary>Writes down a use and how things stand at it. Where a place is passed on several ways, all of them count.</summary>
    public void NoteUse(FlowState state, UseKind kind, PointsTo value, SyntaxNode place, ISymbol? member = null)
    {
        if (!IsRecording)
        {
            return;
        }

        foreach (Alias alias in value.Aliases)
        {
            _obligations[alias.Obligation].AddUse(new Use(kind, alias.Kind, state[alias.Obligation], member, place));
        }
    }

    public void NoteDiscarded(FlowState state, PointsTo value, SyntaxNode place)
    {
        NoteUse(state, UseKind.Drop, value, place);
        if (!IsRecording)
        {
            return;
        }

        foreach (Alias alias in value.Aliases)
        {
            if (alias.Kind is not (AliasKind.View or AliasKind.Pending) && _obligations[alias.Obligation].Holder is null)
            {
                _obligations[alias.Obligation].IsDiscarded = true;
            }
        }
    }

    public void NoteCollected(PointsTo value)
    {
        foreach (Alias alias in value.Aliases)
        {
            // A list of answers isn't one of batches.
            if (alias.Kind != AliasKind.Pending)
            {
                _obligations[alias.Obligation].IsCollected = true;
            }
        }
    }

    public void NoteSeveral(PointsTo value)
    {
        NoteCollected(value);
        foreach (Alias alias in value.Aliases)
        {
            _obligations[alias.Obligation].IsSeveral = true;
        }
    }

    public bool AreSeveral(PointsTo value)
    {
        foreach (Alias alias in value.Aliases)
        {
            if (alias.Kind == AliasKind.Collection && _obligations[alias.Obligation].IsSeveral)
            {
                return true;
            }
        }

        return false;
    }

    public void NoteKept(PointsTo value)
    {
        NoteCollected(value);
        foreach (Alias alias in value.Aliases)
        {
            _obligations[alias.Obligation].IsKept = true;
        }
    }

    public void NoteHolder(PointsTo value, ILocalSymbol local)
    {
        if (!IsRecording)
        {
            return;
        }

        foreach (Alias alias in value.Aliases)
        {
            if (alias.Kind is AliasKind.Owner or AliasKind.Task or AliasKind.Collection)
            {
                _obligations[alias.Obligation].HeldBy(local);
            }
        }
    }

    public void NoteSubscription(PointsTo receiver, SyntaxNode place)
    {
        if (!IsRecording)
        {
            return;
        }

        foreach (Alias alias in receiver.Aliases)
        {
            _obligations[alias.Obligation].AddSubscription(place);
        }
    }

    public void NoteAbandoned(PointsTo receiver)
    {
        if (!IsRecording)
        {
            return;
        }

        foreach (Alias alias in receiver.Aliases)
        {
            Obligation obligation = _obligations[alias.Obligation];
            if (alias.Kind == AliasKind.Task && obligation.Holder is null)
            {
                obligation.AddLeak(LeakKind.Abandoned);
            }
        }
    }

    public void NoteRaced(PointsTo tasks, bool hasRivals)
    {
        foreach (Alias alias in tasks.Aliases)
        {
            _obligations[alias.Obligation].IsRaced = true;
            _obligations[alias.Obligation].HasRivals |= hasRivals;
        }
    }
}
