using RedisGuard.Analyzers.Dataflow;

namespace RedisGuard.Analyzers.Tests.Dataflow;

/// <summary>Sets of aliases: a value may refer to several, each in its own kind.</summary>
public class PointsToTests
{
    private static readonly PointsTo Owner = PointsTo.Of(1, AliasKind.Owner);
    private static readonly PointsTo View = PointsTo.Of(1, AliasKind.View);
    private static readonly PointsTo Other = PointsTo.Of(2, AliasKind.Owner);

    [Fact]
    public void Nothing_IsEmpty()
    {
        Assert.True(PointsTo.Empty.IsEmpty);
        Assert.Empty(PointsTo.Empty.Aliases);
        Assert.False(Owner.IsEmpty);
        Assert.Equal([new Alias(1, AliasKind.Owner)], Owner.Aliases);
    }

    [Fact]
    public void Union_HasBoth_AndEachOnce()
    {
        Assert.Equal([new Alias(1, AliasKind.Owner), new Alias(2, AliasKind.Owner)], Owner.Union(Other).Aliases);
        Assert.Equal([new Alias(1, AliasKind.Owner), new Alias(1, AliasKind.View)], Owner.Union(View).Aliases);
        Assert.Equal(Owner, Owner.Union(Owner));
        Assert.Equal(Owner.Union(Other), Owner.Union(Other).Union(Other));
    }

    [Fact]
    public void UnionWithNothing_IsTheSame()
    {
        Assert.Equal(Owner, Owner.Union(PointsTo.Empty));
        Assert.Equal(Owner, PointsTo.Empty.Union(Owner));
        Assert.True(PointsTo.Empty.Union(PointsTo.Empty).IsEmpty);
    }

    [Theory]
    [InlineData((int)AliasKind.Owner)]
    [InlineData((int)AliasKind.Task)]
    [InlineData((int)AliasKind.Collection)]
    [InlineData((int)AliasKind.View)]
    [InlineData((int)AliasKind.Delegate)]
    [InlineData((int)AliasKind.Keeper)]
    public void As_IsTheSameInAnotherKind(int kind)
        => Assert.Equal(PointsTo.Of(3, AliasKind.Task), PointsTo.Of(3, (AliasKind)kind).As(AliasKind.Task));

    [Theory]
    [InlineData((int)AliasKind.Pending)]
    [InlineData((int)AliasKind.Winner)]
    [InlineData((int)AliasKind.Factory)]
    public void As_LeavesWhatStandsForLess(int kind)
        => Assert.Equal(PointsTo.Of(3, (AliasKind)kind), PointsTo.Of(3, (AliasKind)kind).As(AliasKind.Owner));

    [Theory]
    [InlineData((int)AliasKind.Answer)]
    [InlineData((int)AliasKind.Refusal)]
    public void As_DropsWhatOnlyTellsOfIt(int kind)
        => Assert.Equal(Other, PointsTo.Of(3, (AliasKind)kind).Union(Other).As(AliasKind.Owner));

    [Fact]
    public void Project_TurnsOneKindAndDropsTheOthers()
    {
        Assert.Equal(PointsTo.Of(1, AliasKind.Keeper), Owner.Union(View).Project(AliasKind.View, AliasKind.Keeper));
        Assert.True(Owner.Project(AliasKind.View, AliasKind.Keeper).IsEmpty);
    }

    [Fact]
    public void OnlyAndWithout_ShareTheSet()
    {
        PointsTo both = Owner.Union(View).Union(Other);

        Assert.Equal(View, both.Only(AliasKind.View));
        Assert.Equal(Owner.Union(Other), both.Without(AliasKind.View));
        Assert.True(View.Without(AliasKind.View).IsEmpty);
    }

    [Fact]
    public void Has_AsksForAKind()
    {
        Assert.True(Other.Union(View).Has(AliasKind.View));
        Assert.False(Owner.Has(AliasKind.View));
        Assert.False(PointsTo.Empty.Has(AliasKind.Owner));
    }

    [Fact]
    public void RefersTo_AsksForAnObligation()
    {
        Assert.True(Owner.Union(Other).RefersTo(2));
        Assert.False(Owner.RefersTo(2));
        Assert.False(PointsTo.Empty.RefersTo(0));
    }

    [Fact]
    public void SharesObligationWith_WhateverTheKinds()
    {
        Assert.True(Owner.SharesObligationWith(View));
        Assert.True(Other.Union(Owner).SharesObligationWith(View));
        Assert.False(Owner.SharesObligationWith(Other));
        Assert.False(Owner.SharesObligationWith(PointsTo.Empty));
    }

    [Fact]
    public void Equality_IsOfSets()
    {
        PointsTo one = Owner.Union(Other);
        PointsTo other = Other.Union(Owner);

        Assert.True(one.Equals(other));
        Assert.True(one.Equals((object)other));
        Assert.Equal(one.GetHashCode(), other.GetHashCode());
        Assert.NotEqual(0, one.GetHashCode());
        Assert.False(one.Equals(Owner));
        Assert.False(Owner.Union(View).Equals(one));
        Assert.False(one.Equals("text"));
        Assert.False(one.Equals(null));
        Assert.True(default(PointsTo).Equals(PointsTo.Empty));
    }
}
