using RedisGuard.Analyzers.Dataflow;

namespace RedisGuard.Analyzers.Tests.Dataflow;

/// <summary>The worklist: a block is visited as long as something new arrives at it, with all that is known there.</summary>
public class BlockStatesTests
{
    private static readonly FlowState Open = new() { [0] = ObligationStatus.Open };
    private static readonly FlowState Released = new() { [0] = ObligationStatus.Released };

    [Fact]
    public void TheFirstBlock_IsVisitedOnce()
    {
        var blocks = new BlockStates(3, Open);

        Assert.True(blocks.TryTake(out int block, out FlowState state));
        Assert.Equal((3, ObligationStatus.Open), (block, state[0]));
        Assert.False(blocks.TryTake(out _, out _));
    }

    [Fact]
    public void WhatArrivesTwice_IsJoinedAndVisitedOnce_WhereItWaits()
    {
        var blocks = new BlockStates(0, Open);
        blocks.Arrive(0, Released);

        Assert.True(blocks.TryTake(out _, out FlowState state));
        Assert.Equal(ObligationStatus.Open | ObligationStatus.Released, state[0]);
        Assert.False(blocks.TryTake(out _, out _));
    }

    [Fact]
    public void ABlock_IsVisitedAgain_OnlyWhereSomethingIsNew()
    {
        var blocks = new BlockStates(0, Open);
        Assert.True(blocks.TryTake(out _, out _));
        blocks.Arrive(0, Open);
        Assert.False(blocks.TryTake(out _, out _));

        blocks.Arrive(0, Released);

        Assert.True(blocks.TryTake(out _, out FlowState state));
        Assert.Equal(ObligationStatus.Open | ObligationStatus.Released, state[0]);
    }

    [Fact]
    public void Blocks_ComeInTheOrderOfTheSource()
    {
        var blocks = new BlockStates(0, Open);
        blocks.Arrive(2, Open);
        blocks.Arrive(1, Open);

        Assert.Equal([0, 1, 2], Enumerable.Range(0, 3).Select(_ => blocks.TryTake(out int block, out FlowState _) ? block : -1));
    }

    [Fact]
    public void WhatIsTaken_IsAStateOfItsOwn()
    {
        var blocks = new BlockStates(0, Open);
        Assert.True(blocks.TryTake(out _, out FlowState state));
        state[0] = ObligationStatus.Escaped;

        Assert.Equal(ObligationStatus.Open, blocks.At(0)![0]);
        Assert.Equal(ObligationStatus.Open, Open[0]);
        Assert.Null(blocks.At(1));
    }
}
