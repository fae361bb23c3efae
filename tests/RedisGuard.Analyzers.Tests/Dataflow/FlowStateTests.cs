using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using RedisGuard.Analyzers.Dataflow;

namespace RedisGuard.Analyzers.Tests.Dataflow;

/// <summary>States of a flow, and their join: union, of what variables refer to and of what became of obligations.</summary>
public class FlowStateTests
{
    private static readonly FlowCode Code = new("object outer = first; { object inner = outer; System.Console.WriteLine(inner ?? second); }");
    private static readonly ISymbol First = Code["first"];
    private static readonly ISymbol Second = Code["second"];
    private static readonly PointsTo Owner = PointsTo.Of(0, AliasKind.Owner);
    private static readonly PointsTo Other = PointsTo.Of(1, AliasKind.Task);

    [Fact]
    public void WhatWasNeverSet_IsNothing()
    {
        var state = new FlowState();

        Assert.True(state[First].IsEmpty);
        Assert.True(state[default(CaptureId)].IsEmpty);
        Assert.Equal(ObligationStatus.Absent, state[5]);
        Assert.Equal(0, state.ObligationCount);
        Assert.Empty(state.Variables);
    }

    [Fact]
    public void WhatIsSet_IsThere_UntilItIsEmptied()
    {
        var state = new FlowState { [First] = Owner, [default(CaptureId)] = Other, [2] = ObligationStatus.Open };

        Assert.Equal(Owner, state[First]);
        Assert.Equal(Other, state[default(CaptureId)]);
        Assert.Equal(ObligationStatus.Open, state[2]);
        Assert.Equal(ObligationStatus.Absent, state[1]);
        Assert.Equal(3, state.ObligationCount);
        Assert.Equal(First, Assert.Single(state.Variables).Key, SymbolEqualityComparer.Default);

        state[First] = PointsTo.Empty;
        state[default(CaptureId)] = PointsTo.Empty;

        Assert.Empty(state.Variables);
        Assert.True(state[default(CaptureId)].IsEmpty);
    }

    [Fact]
    public void AClone_GoesItsOwnWay()
    {
        var state = new FlowState { [First] = Owner, [default(CaptureId)] = Owner, [0] = ObligationStatus.Open };
        FlowState clone = state.Clone();
        clone[First] = Other;
        clone[default(CaptureId)] = Other;
        clone[0] = ObligationStatus.Released;

        Assert.Equal(Owner, state[First]);
        Assert.Equal(Owner, state[default(CaptureId)]);
        Assert.Equal(ObligationStatus.Open, state[0]);
        Assert.Equal(Other, clone[First]);
    }

    [Fact]
    public void Join_IsUnion_AndTellsWhetherAnythingWasNew()
    {
        var state = new FlowState { [First] = Owner, [0] = ObligationStatus.Open };
        var other = new FlowState { [First] = Other, [Second] = Owner, [default(CaptureId)] = Other, [0] = ObligationStatus.Released, [1] = ObligationStatus.Open };

        Assert.True(state.Join(other));
        Assert.Equal(Owner.Union(Other), state[First]);
        Assert.Equal(Owner, state[Second]);
        Assert.Equal(Other, state[default(CaptureId)]);
        Assert.Equal(ObligationStatus.Open | ObligationStatus.Released, state[0]);
        Assert.Equal(ObligationStatus.Absent | ObligationStatus.Open, state[1]);
        Assert.False(state.Join(other));
    }

    [Fact]
    public void Join_WithWhatKnowsLess_AddsThatNothingWasAcquiredThere()
    {
        var state = new FlowState { [0] = ObligationStatus.Open };

        Assert.True(state.Join(new FlowState()));
        Assert.Equal(ObligationStatus.Absent | ObligationStatus.Open, state[0]);
    }

    [Fact]
    public void Join_TellsOfEachPartAlone()
    {
        Assert.True(new FlowState().Join(new FlowState { [First] = Owner }));
        Assert.True(new FlowState().Join(new FlowState { [default(CaptureId)] = Owner }));
        Assert.True(new FlowState().Join(new FlowState { [0] = ObligationStatus.Open }));
        Assert.False(new FlowState().Join(new FlowState()));
        Assert.False(new FlowState { [First] = Owner.Union(Other) }.Join(new FlowState { [First] = Owner }));
    }

    [Fact]
    public void IsOnlyHeldBy_OneVariable()
    {
        var state = new FlowState { [First] = Owner };

        Assert.True(state.IsOnlyHeldBy(First, 0));
        Assert.False(state.IsOnlyHeldBy(Second, 0));

        state[Second] = Owner;
        Assert.False(state.IsOnlyHeldBy(First, 0));

        state[Second] = Other;
        Assert.True(state.IsOnlyHeldBy(First, 0));
    }

    [Fact]
    public void IsOnlyReferredToBy_TheVariablesOfRegions()
    {
        ImmutableArray<ControlFlowRegion> regions = [RegionOf("inner")];
        var state = new FlowState { [Code["inner"]] = Owner };

        Assert.True(state.IsOnlyReferredToBy(regions, 0));

        state[Code["outer"]] = Owner;
        Assert.False(state.IsOnlyReferredToBy(regions, 0));

        state[Code["outer"]] = Other;
        Assert.True(state.IsOnlyReferredToBy(regions, 0));

        state[First] = Owner;
        Assert.False(state.IsOnlyReferredToBy(regions, 0));
        Assert.True(new FlowState().IsOnlyReferredToBy([], 0));

        state[First] = PointsTo.Of(0, AliasKind.Pending);
        Assert.False(state.IsOnlyReferredToBy(regions, 0));
        Assert.True(state.IsOnlyReferredToBy(regions, 0, isReachedByAnswers: false));
    }

    [Theory]
    [InlineData((int)ObligationStatus.Open, (int)ObligationStatus.OpenByException)]
    [InlineData((int)ObligationStatus.Reopened, (int)ObligationStatus.OpenByException)]
    [InlineData((int)(ObligationStatus.Open | ObligationStatus.Released), (int)(ObligationStatus.OpenByException | ObligationStatus.Released))]
    [InlineData((int)ObligationStatus.Released, (int)ObligationStatus.Released)]
    [InlineData((int)ObligationStatus.Absent, (int)ObligationStatus.Absent)]
    [InlineData((int)ObligationStatus.Escaped, (int)ObligationStatus.Escaped)]
    public void AfterUnwrittenException_WhatWasOpenIsOpenByIt(int before, int after)
    {
        var state = new FlowState { [First] = Owner, [0] = (ObligationStatus)before };
        FlowState thrown = state.AfterUnwrittenException();

        Assert.Equal((ObligationStatus)after, thrown[0]);
        Assert.Equal(Owner, thrown[First]);
        Assert.Equal((ObligationStatus)before, state[0]);
    }

    private static ControlFlowRegion RegionOf(string local)
        => Regions(Code.Graph.Root).Single(region => region.Locals.Any(declared => declared.Name == local));

    private static IEnumerable<ControlFlowRegion> Regions(ControlFlowRegion region) => region.NestedRegions.SelectMany(Regions).Prepend(region);
}
