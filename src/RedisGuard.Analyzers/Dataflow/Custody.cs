using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Model;

namespace RedisGuard.Analyzers.Dataflow;

/// <summary>
/// In whose hands each resource is at one point of a flow: opened, released, gone where the flow can't follow. And, once the flow
/// has settled, the evidence of how it came to that.
/// </summary>
internal sealed class Custody
{
    private readonly FlowContext _context;
    private readonly ObligationTable _obligations;

    public Custody(FlowContext context, ObligationTable obligations)
    {
        _context = context;
        _obligations = obligations;
    }

    /// <summary>The state that evaluation reads and changes.</summary>
    public FlowState State { get; set; } = new();

    /// <summary>Tells whether evidence is written down: only once the flow has settled.</summary>
    public bool Recording { get; set; }

    /// <summary>Opens an obligation, and tells whether an earlier one of the same call is lost by that.</summary>
    public PointsTo Acquire(IOperation acquisition, IMethodSymbol? helper)
    {
        Obligation obligation = _obligations.GetOrAdd(acquisition.Syntax, helper);
        ObligationStatus earlier = State[obligation.Number];
        if (Recording && earlier.MayBeOpen() && (earlier & (ObligationStatus.Released | ObligationStatus.Escaped)) == 0 && !obligation.IsKept)
        {
            obligation.AddLeak(LeakKind.NextTurn);
            obligation.AddOpenEnd(new OpenEnd(LeakKind.NextTurn, earlier, acquisition.Syntax, IsReturn: false));
        }

        State[obligation.Number] = _context.Resource switch
        {
            { KeepsCommandsBack: true } => ObligationStatus.Empty,
            { IsToldByAnswer: true } => ObligationStatus.Open | ObligationStatus.Absent,
            _ => ObligationStatus.Open,
        };
        bool isTask = _context.Symbols.IsTask(acquisition is IInvocationOperation invocation ? invocation.TargetMethod.ReturnType : acquisition.Type);
        return PointsTo.Of(obligation.Number, isTask ? AliasKind.Task : _context.Resource.IsToldByAnswer ? AliasKind.Answer : AliasKind.Owner);
    }

    /// <summary>A function that opens a resource when it is run: an obligation that waits for that.</summary>
    public PointsTo Offer(SyntaxNode function, IMethodSymbol? helper) => PointsTo.Of(_obligations.GetOrAdd(function, helper).Number, AliasKind.Factory);

    /// <summary>Runs the factories among the values, for certain or when the result is asked for.</summary>
    public PointsTo RunFactories(PointsTo functions, AliasKind result, bool surely)
    {
        PointsTo opened = PointsTo.Empty;
        foreach (Alias alias in functions.Aliases)
        {
            if (alias.Kind == AliasKind.Factory)
            {
                ObligationStatus earlier = State[alias.Obligation];
                if (Recording && surely && earlier == ObligationStatus.Open && !_obligations[alias.Obligation].IsKept && !_obligations[alias.Obligation].IsCollected)
                {
                    _obligations[alias.Obligation].AddLeak(LeakKind.NextTurn);
                }

                State[alias.Obligation] = surely ? ObligationStatus.Open : ObligationStatus.Open | ObligationStatus.Absent;
                opened = opened.Union(PointsTo.Of(alias.Obligation, result));
            }
        }

        return opened;
    }

    /// <summary>Opens an obligation for what a call may put into an <c>out</c> argument.</summary>
    public PointsTo AcquireOut(SyntaxNode call, IMethodSymbol helper)
    {
        Obligation obligation = _obligations.GetOrAdd(call, helper);
        State[obligation.Number] = ObligationStatus.Open | ObligationStatus.Absent;
        return PointsTo.Of(obligation.Number, AliasKind.Owner);
    }

    /// <summary>The value goes where this flow can't follow it.</summary>
    public void Escape(PointsTo value, EscapeKind kind, SyntaxNode place, ISymbol? member = null)
    {
        if (kind is EscapeKind.Return or EscapeKind.Member)
        {
            NoteUse(UseKind.Leave, value, place);
        }

        foreach (Alias alias in value.Aliases)
        {
            if (alias.Kind is AliasKind.Winner or AliasKind.Factory or AliasKind.Refusal)
            {
                continue;
            }

            // Whoever is told that something is held needn't see to it; but the caller who is told so has it now.
            if (alias.Kind == AliasKind.Answer && (kind != EscapeKind.Return || (State[alias.Obligation] & ObligationStatuses.Held) == 0))
            {
                continue;
            }

            // A returned view leaves the resource open with nobody to close it. Anywhere else a view may be kept on
            // purpose, by something that finds the resource again through it.
            bool ownerIsLost = alias.Kind == AliasKind.View && (kind == EscapeKind.Return || !_context.Resource.IsReachedThroughViews);
            if (!ownerIsLost && alias.Kind != AliasKind.Pending)
            {
                ObligationStatus status = State[alias.Obligation];
                State[alias.Obligation] = (status & ~ObligationStatuses.Owed) | ObligationStatus.Escaped;
            }

            // An answer on its way matters where it outlives this code; on its way to a helper it doesn't.
            if (Recording && (alias.Kind != AliasKind.Pending || kind is EscapeKind.Return or EscapeKind.Member))
            {
                _obligations[alias.Obligation].AddEscape(new Escape(kind, alias.Kind, member, place));
            }
        }
    }

    public void Release(PointsTo value, SyntaxNode place)
    {
        foreach (Alias alias in value.Aliases)
        {
            if (alias.Kind is AliasKind.View or AliasKind.Keeper or AliasKind.Pending or AliasKind.Enumerator or AliasKind.Winner or AliasKind.Factory)
            {
                continue;
            }

            State[alias.Obligation] = ObligationStatus.Released;
            if (Recording)
            {
                _obligations[alias.Obligation].AddRelease(place);
            }
        }
    }

    /// <summary>Something is put into it that is lost without a release. What was released already must be released once more.</summary>
    public void Fill(PointsTo value)
    {
        foreach (Alias alias in value.Aliases)
        {
            if (alias.Kind != AliasKind.Owner)
            {
                continue;
            }

            ObligationStatus status = State[alias.Obligation];
            if ((status & ObligationStatus.Released) != 0)
            {
                status = (status & ~ObligationStatus.Released) | ObligationStatus.Reopened;
            }

            if ((status & ObligationStatus.Empty) != 0)
            {
                status = (status & ~ObligationStatus.Empty) | ObligationStatus.Open;
            }

            State[alias.Obligation] = status;
        }
    }

    /// <summary>A function that fills it is run for each element of a collection, of which there may be none.</summary>
    public void MayFill(PointsTo value)
    {
        foreach (Alias alias in value.Aliases)
        {
            if (State[alias.Obligation] == ObligationStatus.Empty)
            {
                State[alias.Obligation] = ObligationStatus.Empty | ObligationStatus.Open;
            }
        }
    }

    /// <summary>Writes down a use and how things stand at it. Where a place is passed on several ways, all of them count.</summary>
    public void NoteUse(UseKind kind, PointsTo value, SyntaxNode place, ISymbol? member = null)
    {
        if (!Recording)
        {
            return;
        }

        foreach (Alias alias in value.Aliases)
        {
            _obligations[alias.Obligation].AddUse(new Use(kind, alias.Kind, State[alias.Obligation], member, place));
        }
    }

    public void NoteDiscarded(PointsTo value, SyntaxNode place)
    {
        NoteUse(UseKind.Drop, value, place);
        if (!Recording)
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
        if (!Recording)
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

    /// <inheritdoc cref="Overwrites.Note"/>
    public void Overwrite(ILocalSymbol local, PointsTo fresh)
    {
        if (_context.Resource.IsReachedThroughViews)
        {
            Overwrites.Note(local, fresh, State, _obligations, _context.Resource, Recording);
        }
    }

    public void NoteSubscription(PointsTo receiver, SyntaxNode place)
    {
        if (!Recording)
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
        if (!Recording)
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
