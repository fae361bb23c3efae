using System.Linq;
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

    /// <summary>Whether evidence is written down: only once the flow has settled.</summary>
    public bool Recording { get; set; }

    /// <summary>Opens an obligation, and tells whether an earlier one of the same call is lost by that.</summary>
    public Value Acquire(IOperation acquisition, IMethodSymbol? helper)
    {
        Obligation obligation = _obligations.GetOrAdd(acquisition.Syntax, helper);
        ObligationStatus earlier = State[obligation.Number];
        if (Recording && earlier.MayBeOpen() && (earlier & (ObligationStatus.Released | ObligationStatus.Escaped)) == 0 && !obligation.IsKept)
        {
            obligation.AddLeak(LeakKind.NextTurn);
            obligation.AddOpenEnd(new OpenEnd(LeakKind.NextTurn, earlier, acquisition.Syntax, IsReturn: false));
        }

        State[obligation.Number] = _context.Resource.KeepsCommandsBack ? ObligationStatus.Empty : ObligationStatus.Open;
        bool isTask = _context.Symbols.IsTask(acquisition is IInvocationOperation invocation ? invocation.TargetMethod.ReturnType : acquisition.Type);
        return Value.Of(obligation.Number, isTask ? Role.Task : Role.Owner);
    }

    /// <summary>A function that opens a resource when it is run: an obligation that waits for that.</summary>
    public Value Offer(SyntaxNode function, IMethodSymbol? helper) => Value.Of(_obligations.GetOrAdd(function, helper).Number, Role.Factory);

    /// <summary>Runs the factories among the values, for certain or when the result is asked for.</summary>
    public Value RunFactories(Value functions, Role result, bool surely)
    {
        Value opened = Value.Empty;
        foreach (Reference reference in functions.References)
        {
            if (reference.Role == Role.Factory)
            {
                ObligationStatus earlier = State[reference.Obligation];
                if (Recording && surely && earlier == ObligationStatus.Open && !_obligations[reference.Obligation].IsKept && !_obligations[reference.Obligation].IsCollected)
                {
                    _obligations[reference.Obligation].AddLeak(LeakKind.NextTurn);
                }

                State[reference.Obligation] = surely ? ObligationStatus.Open : ObligationStatus.Open | ObligationStatus.Absent;
                opened = opened.Union(Value.Of(reference.Obligation, result));
            }
        }

        return opened;
    }

    /// <summary>Opens an obligation for what a call may put into an <c>out</c> argument.</summary>
    public Value AcquireOut(SyntaxNode call, IMethodSymbol helper)
    {
        Obligation obligation = _obligations.GetOrAdd(call, helper);
        State[obligation.Number] = ObligationStatus.Open | ObligationStatus.Absent;
        return Value.Of(obligation.Number, Role.Owner);
    }

    /// <summary>The value goes where this flow can't follow it.</summary>
    public void Escape(Value value, EscapeKind kind, SyntaxNode place, ISymbol? member = null)
    {
        if (kind is EscapeKind.Return or EscapeKind.Member)
        {
            NoteUse(UseKind.Leave, value, place);
        }

        foreach (Reference reference in value.References)
        {
            if (reference.Role is Role.Winner or Role.Factory)
            {
                continue;
            }

            // A returned view leaves the resource open with nobody to close it. Anywhere else a view may be kept on
            // purpose, by something that finds the resource again through it.
            bool ownerIsLost = reference.Role == Role.View && (kind == EscapeKind.Return || !_context.Resource.IsReachedThroughViews);
            if (!ownerIsLost && reference.Role != Role.Pending)
            {
                ObligationStatus status = State[reference.Obligation];
                State[reference.Obligation] = (status & ~(ObligationStatuses.Unreleased | ObligationStatus.OpenByException)) | ObligationStatus.Escaped;
            }

            // An answer on its way matters where it outlives this code; on its way to a helper it doesn't.
            if (Recording && (reference.Role != Role.Pending || kind is EscapeKind.Return or EscapeKind.Member))
            {
                _obligations[reference.Obligation].AddEscape(new Escape(kind, reference.Role, member, place));
            }
        }
    }

    public void Release(Value value, SyntaxNode place)
    {
        foreach (Reference reference in value.References)
        {
            if (reference.Role is Role.View or Role.Keeper or Role.Pending or Role.Enumerator or Role.Winner or Role.Factory)
            {
                continue;
            }

            State[reference.Obligation] = ObligationStatus.Released;
            if (Recording)
            {
                _obligations[reference.Obligation].AddRelease(place);
            }
        }
    }

    /// <summary>Something is put into it that is lost without a release. What was released already must be released once more.</summary>
    public void Fill(Value value)
    {
        foreach (Reference reference in value.References)
        {
            if (reference.Role != Role.Owner)
            {
                continue;
            }

            ObligationStatus status = State[reference.Obligation];
            if ((status & ObligationStatus.Released) != 0)
            {
                status = (status & ~ObligationStatus.Released) | ObligationStatus.Reopened;
            }

            if ((status & ObligationStatus.Empty) != 0)
            {
                status = (status & ~ObligationStatus.Empty) | ObligationStatus.Open;
            }

            State[reference.Obligation] = status;
        }
    }

    /// <summary>Writes down a use and how things stand at it. Where a place is passed on several ways, all of them count.</summary>
    public void NoteUse(UseKind kind, Value value, SyntaxNode place, ISymbol? member = null)
    {
        if (!Recording)
        {
            return;
        }

        foreach (Reference reference in value.References)
        {
            _obligations[reference.Obligation].AddUse(new Use(kind, reference.Role, State[reference.Obligation], member, place));
        }
    }

    public void NoteDiscarded(Value value, SyntaxNode place)
    {
        NoteUse(UseKind.Drop, value, place);
        if (!Recording)
        {
            return;
        }

        foreach (Reference reference in value.References)
        {
            if (reference.Role is not (Role.View or Role.Pending) && _obligations[reference.Obligation].Holder is null)
            {
                _obligations[reference.Obligation].IsDiscarded = true;
            }
        }
    }

    public void NoteCollected(Value value)
    {
        foreach (Reference reference in value.References)
        {
            // A list of answers isn't one of batches.
            if (reference.Role != Role.Pending)
            {
                _obligations[reference.Obligation].IsCollected = true;
            }
        }
    }

    public void NoteKept(Value value)
    {
        NoteCollected(value);
        foreach (Reference reference in value.References)
        {
            _obligations[reference.Obligation].IsKept = true;
        }
    }

    public void NoteHolder(Value value, ILocalSymbol local)
    {
        if (!Recording)
        {
            return;
        }

        foreach (Reference reference in value.References)
        {
            if (reference.Role is Role.Owner or Role.Task or Role.Collection)
            {
                _obligations[reference.Obligation].HeldBy(local);
            }
        }
    }

    /// <summary>
    /// A variable gets a fresh resource while it is the only one to hold another that is open on every path that leads here: that one is
    /// lost by this store, and told of here and not where it was acquired.
    /// </summary>
    public void Overwrite(ILocalSymbol local, Value fresh)
    {
        if (!_context.Resource.IsReachedThroughViews || !fresh.Has(Role.Owner))
        {
            return;
        }

        foreach (Reference old in State[local].References)
        {
            if (old.Role != Role.Owner || fresh.RefersTo(old.Obligation) || !State.IsOnlyHeldBy(local, old.Obligation))
            {
                continue;
            }

            if (State[old.Obligation] == ObligationStatus.Open)
            {
                State[old.Obligation] = ObligationStatus.Escaped;
                NoteReplaced(local, fresh);
            }
            else if (Recording && State[old.Obligation].IsSurely(ObligationStatus.None) && (State[old.Obligation] & ObligationStatus.OpenByException) != 0 && IsWorkedWith(old.Obligation))
            {
                NoteReplaced(local, fresh);
            }
        }
    }

    /// <summary>Whether a command was sent over it, which may have failed: <c>catch { redis = Connect(other); }</c> is reached with it open.</summary>
    private bool IsWorkedWith(int obligation)
        => _obligations[obligation].Uses.Any(use => use is { Kind: UseKind.Call, Member: not null } or { Kind: UseKind.Wait, Role: Role.Pending } && (use.Member is null || _context.Resource.EffectOf(use.Member) == MemberEffect.None));

    private void NoteReplaced(ILocalSymbol local, Value fresh)
    {
        foreach (Reference reference in fresh.References)
        {
            _obligations[reference.Obligation].Replaced = local;
        }
    }

    public void NoteSubscription(Value receiver, SyntaxNode place)
    {
        if (!Recording)
        {
            return;
        }

        foreach (Reference reference in receiver.References)
        {
            _obligations[reference.Obligation].AddSubscription(place);
        }
    }

    public void NoteAbandoned(Value receiver)
    {
        if (!Recording)
        {
            return;
        }

        foreach (Reference reference in receiver.References)
        {
            Obligation obligation = _obligations[reference.Obligation];
            if (reference.Role == Role.Task && obligation.Holder is null)
            {
                obligation.AddLeak(LeakKind.Abandoned);
            }
        }
    }

    public void NoteRaced(Value tasks, bool hasRivals)
    {
        foreach (Reference reference in tasks.References)
        {
            _obligations[reference.Obligation].IsRaced = true;
            _obligations[reference.Obligation].HasRivals |= hasRivals;
        }
    }
}
