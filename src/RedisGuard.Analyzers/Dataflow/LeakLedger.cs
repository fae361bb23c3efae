using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using RedisGuard.Analyzers.Options;

namespace RedisGuard.Analyzers.Dataflow;

/// <summary>Writes down where paths end with an obligation open, and tells at the end which of those are leaks.</summary>
internal sealed class LeakLedger
{
    private readonly ObligationTable _obligations;
    private readonly ExceptionPaths _exceptionPaths;
    private readonly bool _isToldByAnswer;
    private readonly bool _keepsCommandsBack;
    private readonly List<(Obligation Obligation, LeakKind Kind, bool Conditional)> _open = new();

    public LeakLedger(ObligationTable obligations, FlowContext context)
    {
        _obligations = obligations;
        _exceptionPaths = context.ExceptionPaths;
        _isToldByAnswer = context.Resource.IsToldByAnswer;
        _keepsCommandsBack = context.Resource.KeepsCommandsBack;
    }

    /// <summary>A path leaves the graph.</summary>
    /// <param name="state">How things stand.</param>
    /// <param name="kind">The way it leaves.</param>
    /// <param name="branch">The branch that leaves; null where an exception does that nobody wrote down.</param>
    /// <param name="thrower">The call that throws when it is cancelled; null for any other way.</param>
    public void Exit(FlowState state, LeakKind kind, ControlFlowBranch? branch, SyntaxNode? thrower)
    {
        if (!Counts(kind))
        {
            return;
        }

        foreach (Obligation obligation in _obligations.All)
        {
            obligation.ExitStatus |= state[obligation.Number];
            Note(obligation, kind, state, thrower ?? branch?.Source.BranchValue?.Syntax, branch?.Semantics == ControlFlowBranchSemantics.Return);
        }
    }

    /// <summary>
    /// A variable of an inner scope dies with the branch that leaves it. If it alone refers to an open resource, that is
    /// lost on this path, whatever the other paths do: the <c>continue</c> before the Dispose.
    /// </summary>
    public void LeaveScopes(ControlFlowBranch branch, FlowState state)
    {
        // At the exit all is counted anyway, and a finally may still release. What a key releases needs no variable.
        if (_isToldByAnswer || branch.Destination?.Kind == BasicBlockKind.Exit || branch.FinallyRegions.Length > 0)
        {
            return;
        }

        foreach (ControlFlowRegion region in branch.LeavingRegions)
        {
            foreach (ILocalSymbol local in region.Locals)
            {
                foreach (Alias alias in state[local].Aliases)
                {
                    if (alias.Kind is AliasKind.Owner or AliasKind.Task && state.IsOnlyReferredToBy(branch.LeavingRegions, alias.Obligation, isReachedByAnswers: !_keepsCommandsBack))
                    {
                        Note(_obligations[alias.Obligation], LeakKind.OutOfScope, state, place: null, isReturn: false);
                    }
                }
            }
        }
    }

    /// <summary>Decides which of the open ends are leaks, now that all releases and escapes are known.</summary>
    public void Conclude()
    {
        foreach ((Obligation obligation, LeakKind kind, bool conditional) in _open)
        {
            if (_isToldByAnswer)
            {
                // Whether there is anything to release the conditions have told: nothing is left to guess.
                obligation.AddLeak(kind);
                continue;
            }

            // Acquired on only some of the paths that end here, and looked after somewhere: the code that looks after it
            // most likely stands under the same condition as the acquiring, which a union of paths can't tell.
            bool isCorrelated = conditional && (obligation.Releases.Count > 0 || obligation.HasEscaped);

            // A loop over several releases all of them or, as far as the flow can see, none.
            bool isReleasedInLoop = obligation.IsCollected && kind != LeakKind.NextTurn && (obligation.Releases.Count > 0 || obligation.HasEscaped);
            // Given to other code where all goes well, a cache say, and lost where a check before that throws: rare, and what the other code
            // makes of it can't be told. A time limit is no such check: it is there to happen.
            bool isFailedHandOver = kind == LeakKind.Throw && !obligation.IsRaced && _exceptionPaths != ExceptionPaths.All && IsHandedOver(obligation);

            if (kind == LeakKind.Swallowed ? IsReleasedInTriesOnly(obligation) : !isCorrelated && !isFailedHandOver && !isReleasedInLoop)
            {
                obligation.AddLeak(kind);
            }
            else if (isReleasedInLoop)
            {
                obligation.ExitStatus &= ~ObligationStatuses.Unreleased;
            }
        }
    }

    private void Note(Obligation obligation, LeakKind kind, FlowState state, SyntaxNode? place, bool isReturn)
    {
        ObligationStatus status = state[obligation.Number];
        if (status.MayBeOpen())
        {
            obligation.AddOpenEnd(new OpenEnd(kind, status, place, isReturn));
            _open.Add((obligation, kind, Conditional: (status & ObligationStatus.Absent) != 0));
        }

        if ((status & ObligationStatus.OpenByException) != 0 && (_isToldByAnswer || (!status.MayBeOpen() && kind == LeakKind.Exit && _exceptionPaths != ExceptionPaths.None)))
        {
            _open.Add((obligation, LeakKind.Swallowed, Conditional: true));
        }
    }

    /// <summary>Whether other code got it, by a call. Returned or stored by this code alone, it is this code's until then.</summary>
    private static bool IsHandedOver(Obligation obligation)
        => obligation.Escapes.Any(escape => escape.Alias is not (AliasKind.View or AliasKind.Pending) && escape.Kind is not (EscapeKind.Return or EscapeKind.Member or EscapeKind.Out));

    /// <summary>Whether every release stands in a <c>try</c> that has a <c>catch</c>, which skips it.</summary>
    private static bool IsReleasedInTriesOnly(Obligation obligation)
        => obligation.Releases.Count > 0
            && !obligation.HasEscaped
            && obligation.Releases.All(release => release.Ancestors().TakeWhile(node => node is not MemberDeclarationSyntax).OfType<TryStatementSyntax>()
                .Any(attempt => attempt.Catches.Count > 0 && attempt.Block.Span.Contains(release.Span)));

    private bool Counts(LeakKind kind)
        => kind switch
        {
            LeakKind.UnwrittenException or LeakKind.Cancelled => _exceptionPaths == ExceptionPaths.All,
            LeakKind.Throw => _exceptionPaths != ExceptionPaths.None,
            _ => true,
        };
}
