using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RedisGuard.Analyzers.Dataflow;

namespace RedisGuard.Analyzers.Tests.Dataflow;

/// <summary>Tests what is written down of an obligation, and what isn't before the flow has settled.</summary>
public class EvidenceTests
{
    private static readonly FlowCode s_code = new("object one = first; object two = one; one.ToString(); two.ToString();");
    private static readonly SyntaxNode s_place = s_code.Nodes(SyntaxKind.InvocationExpression)[0];
    private static readonly SyntaxNode s_elsewhere = s_code.Nodes(SyntaxKind.InvocationExpression)[1];
    private static readonly ILocalSymbol s_local = (ILocalSymbol)s_code["one"];

    private readonly ObligationTable _obligations = new();
    private readonly Evidence _evidence;
    private readonly Obligation _obligation;

    public EvidenceTests()
    {
        _evidence = new Evidence(_obligations) { IsRecording = true };
        _obligation = _obligations.GetOrAdd(s_place);
    }

    [Fact]
    public void BeforeTheFlowHasSettled_NothingThatDependsOnItIsWritten()
    {
        var state = new FlowState { [0] = ObligationStatus.Open };
        var owner = PointsTo.Of(0, AliasKind.Owner);
        _evidence.IsRecording = false;

        _evidence.NoteAcquiredAnew(state, _obligation, s_place);
        _evidence.NoteRunAgain(state, 0);
        _evidence.NoteEscape(new Alias(0, AliasKind.Owner), EscapeKind.Return, s_place, null);
        _evidence.NoteRelease(0, s_place);
        _evidence.NoteUse(state, UseKind.Call, owner, s_place);
        _evidence.NoteDiscarded(state, owner, s_place);
        _evidence.NoteHolder(owner, s_local);
        _evidence.NoteSubscription(owner, s_place);
        _evidence.NoteAbandoned(PointsTo.Of(0, AliasKind.Task));

        Assert.Empty(_obligation.Leaks);
        Assert.Empty(_obligation.OpenEnds);
        Assert.Empty(_obligation.Escapes);
        Assert.Empty(_obligation.Releases);
        Assert.Empty(_obligation.Uses);
        Assert.Empty(_obligation.Subscriptions);
        Assert.False(_obligation.IsDiscarded);
        Assert.Null(_obligation.Holder);
    }

    [Theory]
    [InlineData((int)ObligationStatus.Open, true)]
    [InlineData((int)(ObligationStatus.Open | ObligationStatus.Absent), true)]
    [InlineData((int)ObligationStatus.Absent, false)]
    [InlineData((int)(ObligationStatus.Open | ObligationStatus.Released), false)]
    [InlineData((int)(ObligationStatus.Open | ObligationStatus.Escaped), false)]
    public void AcquiredAnew_IsALeak_WhereTheOneBeforeIsOpenOnEveryPath(int earlier, bool leaks)
    {
        _evidence.NoteAcquiredAnew(new FlowState { [0] = (ObligationStatus)earlier }, _obligation, s_place);

        Assert.Equal(leaks ? [LeakKind.NextTurn] : [], _obligation.Leaks);
        Assert.Equal(leaks ? [new OpenEnd(LeakKind.NextTurn, (ObligationStatus)earlier, s_place, IsReturn: false)] : [], _obligation.OpenEnds);
    }

    [Theory]
    [InlineData((int)ObligationStatus.Open, true)]
    [InlineData((int)(ObligationStatus.Open | ObligationStatus.Absent), false)]
    [InlineData((int)ObligationStatus.Released, false)]
    public void RunAgain_IsALeak_WhereTheOneBeforeIsSurelyOpen(int earlier, bool leaks)
    {
        _evidence.NoteRunAgain(new FlowState { [0] = (ObligationStatus)earlier }, 0);

        Assert.Equal(leaks ? [LeakKind.NextTurn] : [], _obligation.Leaks);
    }

    [Fact]
    public void WhatACollectionKeeps_IsNoLeakOfTheNextTurn()
    {
        var state = new FlowState { [0] = ObligationStatus.Open };
        _evidence.NoteKept(PointsTo.Of(0, AliasKind.Collection));
        _evidence.NoteAcquiredAnew(state, _obligation, s_place);
        _evidence.NoteRunAgain(state, 0);

        Assert.Empty(_obligation.Leaks);
        Assert.True(_obligation is { IsKept: true, IsCollected: true });
    }

    [Fact]
    public void AFunctionOfSeveral_IsRunForEachOfThem()
    {
        _evidence.NoteCollected(PointsTo.Of(0, AliasKind.Owner));
        _evidence.NoteRunAgain(new FlowState { [0] = ObligationStatus.Open }, 0);

        Assert.Empty(_obligation.Leaks);
        Assert.False(_obligation.IsKept);
    }

    [Fact]
    public void AListOfAnswers_IsNoneOfBatches()
    {
        _evidence.NoteCollected(PointsTo.Of(0, AliasKind.Pending));

        Assert.False(_obligation.IsCollected);
    }

    [Fact]
    public void EscapesReleasesAndSubscriptions_AreWrittenWithTheirPlace()
    {
        _evidence.NoteEscape(new Alias(0, AliasKind.View), EscapeKind.Member, s_place, s_local);
        _evidence.NoteRelease(0, s_elsewhere);

        Assert.Equal(new Escape(EscapeKind.Member, AliasKind.View, s_local, s_place), Assert.Single(_obligation.Escapes));
        Assert.Equal(s_elsewhere, Assert.Single(_obligation.Releases));

        Obligation other = _obligations.GetOrAdd(s_elsewhere);
        _evidence.NoteSubscription(PointsTo.Of(1, AliasKind.View), s_place);
        Assert.Equal(s_place, Assert.Single(other.Subscriptions));
    }

    [Fact]
    public void AUse_TellsHowThingsStood()
    {
        _evidence.NoteUse(new FlowState { [0] = ObligationStatus.Released }, UseKind.Call, PointsTo.Of(0, AliasKind.View), s_place, s_local);

        Assert.Equal(new Use(UseKind.Call, AliasKind.View, ObligationStatus.Released, s_local, s_place), Assert.Single(_obligation.Uses));
    }

    [Theory]
    [InlineData((int)AliasKind.Owner, true)]
    [InlineData((int)AliasKind.Task, true)]
    [InlineData((int)AliasKind.View, false)]
    [InlineData((int)AliasKind.Pending, false)]
    public void Discarded_IsWhatCouldHaveBeenReleased(int kind, bool discarded)
    {
        _evidence.NoteDiscarded(new FlowState(), PointsTo.Of(0, (AliasKind)kind), s_place);

        Assert.Equal(discarded, _obligation.IsDiscarded);
        Assert.Equal(UseKind.Drop, Assert.Single(_obligation.Uses).Kind);
    }

    [Fact]
    public void WhatAVariableHolds_IsNotDiscardedOrAbandoned()
    {
        _evidence.NoteHolder(PointsTo.Of(0, AliasKind.Task), s_local);
        _evidence.NoteDiscarded(new FlowState(), PointsTo.Of(0, AliasKind.Task), s_place);
        _evidence.NoteAbandoned(PointsTo.Of(0, AliasKind.Task));

        Assert.False(_obligation.IsDiscarded);
        Assert.Empty(_obligation.Leaks);
    }

    [Theory]
    [InlineData((int)AliasKind.Owner, true)]
    [InlineData((int)AliasKind.Task, true)]
    [InlineData((int)AliasKind.Collection, true)]
    [InlineData((int)AliasKind.View, false)]
    [InlineData((int)AliasKind.Delegate, false)]
    public void AHolder_HasTheResourceItself(int kind, bool holds)
    {
        _evidence.NoteHolder(PointsTo.Of(0, (AliasKind)kind), s_local);

        Assert.Equal(holds ? s_local : null, _obligation.Holder, SymbolEqualityComparer.Default);
    }

    [Fact]
    public void AWaitThatIsGivenUp_AbandonsATask()
    {
        _evidence.NoteAbandoned(PointsTo.Of(0, AliasKind.View));
        Assert.Empty(_obligation.Leaks);

        _evidence.NoteAbandoned(PointsTo.Of(0, AliasKind.Task));
        Assert.Equal([LeakKind.Abandoned], _obligation.Leaks);
    }

    [Fact]
    public void ARace_TellsOfRivals()
    {
        _evidence.NoteRaced(PointsTo.Of(0, AliasKind.Task), hasRivals: false);
        Assert.True(_obligation is { IsRaced: true, HasRivals: false });

        _evidence.NoteRaced(PointsTo.Of(0, AliasKind.Task), hasRivals: true);
        _evidence.NoteRaced(PointsTo.Of(0, AliasKind.Task), hasRivals: true);
        _evidence.NoteRaced(PointsTo.Of(0, AliasKind.Task), hasRivals: false);
        Assert.True(_obligation.HasRivals);
    }
}
