using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Model;

namespace RedisGuard.Analyzers.Dataflow;

/// <summary>
/// Moves obligations from status to status in a state: opened, filled, released, gone where the flow can't follow. What each step
/// is evidence of is written down beside it.
/// </summary>
internal sealed class Transitions
{
    private readonly FlowContext _context;
    private readonly ObligationTable _obligations;
    private readonly Evidence _evidence;

    public Transitions(FlowContext context, ObligationTable obligations, Evidence evidence)
    {
        _context = context;
        _obligations = obligations;
        _evidence = evidence;
    }

    /// <summary>Opens an obligation, and tells whether an earlier one of the same call is lost by that.</summary>
    public PointsTo Acquire(FlowState state, IOperation acquisition, IMethodSymbol? helper)
    {
        Obligation obligation = _obligations.GetOrAdd(acquisition.Syntax, helper);
        _evidence.NoteAcquiredAnew(state, obligation, acquisition.Syntax);
        state[obligation.Number] = _context.Resource switch
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
    public PointsTo RunFactories(FlowState state, PointsTo functions, AliasKind result, bool surely)
    {
        PointsTo opened = PointsTo.Empty;
        foreach (Alias alias in functions.Aliases)
        {
            if (alias.Kind == AliasKind.Factory)
            {
                if (surely)
                {
                    _evidence.NoteRunAgain(state, alias.Obligation);
                }

                state[alias.Obligation] = surely ? ObligationStatus.Open : ObligationStatus.Open | ObligationStatus.Absent;
                opened = opened.Union(PointsTo.Of(alias.Obligation, result));
            }
        }

        return opened;
    }

    /// <summary>Opens an obligation for what a call may put into an <c>out</c> argument.</summary>
    public PointsTo AcquireOut(FlowState state, SyntaxNode call, IMethodSymbol helper)
    {
        Obligation obligation = _obligations.GetOrAdd(call, helper);
        state[obligation.Number] = ObligationStatus.Open | ObligationStatus.Absent;
        return PointsTo.Of(obligation.Number, AliasKind.Owner);
    }

    /// <summary>The value goes where this flow can't follow it.</summary>
    public void Escape(FlowState state, PointsTo value, EscapeKind kind, SyntaxNode place, ISymbol? member = null)
    {
        if (kind is EscapeKind.Return or EscapeKind.Member)
        {
            _evidence.NoteUse(state, UseKind.Leave, value, place);
        }

        foreach (Alias alias in value.Aliases)
        {
            if (alias.Kind is AliasKind.Winner or AliasKind.Factory or AliasKind.Refusal)
            {
                continue;
            }

            // Whoever is told that something is held needn't see to it; but the caller who is told so has it now.
            if (alias.Kind == AliasKind.Answer && (kind != EscapeKind.Return || (state[alias.Obligation] & ObligationStatuses.Held) == 0))
            {
                continue;
            }

            // A returned view leaves the resource open with nobody to close it. Anywhere else a view may be kept on
            // purpose, by something that finds the resource again through it.
            bool ownerIsLost = alias.Kind == AliasKind.View && (kind == EscapeKind.Return || !_context.Resource.IsReachedThroughViews);
            if (!ownerIsLost && alias.Kind != AliasKind.Pending)
            {
                state[alias.Obligation] = (state[alias.Obligation] & ~ObligationStatuses.Owed) | ObligationStatus.Escaped;
            }

            // An answer on its way matters where it outlives this code; on its way to a helper it doesn't.
            if (alias.Kind != AliasKind.Pending || kind is EscapeKind.Return or EscapeKind.Member)
            {
                _evidence.NoteEscape(alias, kind, place, member);
            }
        }
    }

    public void Release(FlowState state, PointsTo value, SyntaxNode place)
    {
        foreach (Alias alias in value.Aliases)
        {
            if (alias.Kind is AliasKind.View or AliasKind.Keeper or AliasKind.Pending or AliasKind.Enumerator or AliasKind.Winner or AliasKind.Factory)
            {
                continue;
            }

            state[alias.Obligation] = ObligationStatus.Released;
            _evidence.NoteRelease(alias.Obligation, place);
        }
    }

    /// <summary>Something is put into it that is lost without a release. What was released already must be released once more.</summary>
    public static void Fill(FlowState state, PointsTo value)
    {
        foreach (Alias alias in value.Aliases)
        {
            if (alias.Kind != AliasKind.Owner)
            {
                continue;
            }

            ObligationStatus status = state[alias.Obligation];
            if ((status & ObligationStatus.Released) != 0)
            {
                status = (status & ~ObligationStatus.Released) | ObligationStatus.Reopened;
            }

            if ((status & ObligationStatus.Empty) != 0)
            {
                status = (status & ~ObligationStatus.Empty) | ObligationStatus.Open;
            }

            state[alias.Obligation] = status;
        }
    }

    /// <summary>A function that fills it is run for each element of a collection, of which there may be none.</summary>
    public static void MayFill(FlowState state, PointsTo value)
    {
        foreach (Alias alias in value.Aliases)
        {
            if (state[alias.Obligation] == ObligationStatus.Empty)
            {
                state[alias.Obligation] = ObligationStatus.Empty | ObligationStatus.Open;
            }
        }
    }

    /// <inheritdoc cref="Overwrites.Note"/>
    public void Overwrite(FlowState state, ILocalSymbol local, PointsTo fresh)
    {
        if (_context.Resource.IsReachedThroughViews)
        {
            Overwrites.Note(local, fresh, state, _obligations, _context.Resource, _evidence.IsRecording);
        }
    }
}
