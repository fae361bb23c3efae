using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Dataflow;
using static RedisGuard.Analyzers.Dataflow.ObligationStatus;

namespace RedisGuard.Analyzers.Tests.Dataflow;

/// <summary>Tests what a condition says of the paths behind it: where a variable is null, nothing was acquired into it.</summary>
public class BranchRefinementTests
{
    [Theory]
    [InlineData("first == null")]
    [InlineData("null == first")]
    [InlineData("first is null")]
    [InlineData("!(first != null)")]
    [InlineData("(first) == null")]
    [InlineData("(bool)(first == null)")]
    [InlineData("(string)first == null")]
    [InlineData("(first = second) == null")]
    [InlineData("first is not { }")]
    [InlineData("first is not object")]
    [InlineData("first is not object found")]
    public void WhereItIsNull_NothingWasAcquired(string condition) => Assert.Equal((Absent, Open), After(condition));

    [Theory]
    [InlineData("first != null")]
    [InlineData("null != first")]
    [InlineData("first is not null")]
    [InlineData("first is { }")]
    [InlineData("first is { } found")]
    [InlineData("first is string found")]
    [InlineData("first is string")]
    [InlineData("!(first == null)")]
    public void WhereItIsNotNull_ItIsOpen(string condition) => Assert.Equal((Open, Absent), After(condition));

    [Theory]
    [InlineData("second == null")]
    [InlineData("first == second")]
    [InlineData("first != second")]
    [InlineData("first is { } and string")]
    [InlineData("first is string { Length: 1 }")]
    [InlineData("first is 1")]
    [InlineData("first is not 1")]
    [InlineData("first is (1, 2)")]
    [InlineData("first.Equals(second)")]
    [InlineData("(bool)first")]
    [InlineData("first.ToString() == null")]
    public void AnyOtherQuestion_SaysNothing(string condition) => Assert.Equal((Open, Open), After(condition));

    [Fact]
    public void BehindAQuestionMark_ItIsNotNull() => Assert.Equal((Open, Absent), After("first?.ToString() == \"a\""));

    [Theory]
    [InlineData("new Dictionary<int, object>().TryGetValue(1, out first)")]
    [InlineData("new Dictionary<int, object>().TryGetValue(1, out object found)")]
    [InlineData("new Dictionary<int, object>().TryGetValue(1, out var found)")]
    public void WhereACallSaysNo_NothingWasPutOut(string condition)
    {
        Assert.Equal((Open | Absent, Absent), After(condition, Open | Absent));
        Assert.Equal((Open, Open), After(condition, Open));
    }

    [Fact]
    public void WhereACallSaysNo_WhatItWasGivenIsThereStill()
        => Assert.Equal((Open | Absent, Open | Absent), After("new List<object>().Contains(first)", Open | Absent));

    [Fact]
    public void AnAnswer_DecidesWhetherItWasAcquired()
    {
        Assert.Equal((Open, Absent), Answered(PointsTo.Of(0, AliasKind.Answer)));
        Assert.Equal((Absent, Open), Answered(PointsTo.Of(0, AliasKind.Refusal)));
        Assert.Equal((Open | Absent, Open | Absent), Answered(PointsTo.Of(0, AliasKind.Owner)));
    }

    [Fact]
    public void OneOfTwoAnswers_SaysOnlyThatNeitherWasAcquired()
    {
        PointsTo either = PointsTo.Of(0, AliasKind.Answer).Union(PointsTo.Of(1, AliasKind.Answer));

        Assert.Equal((Open | Absent, Absent), Answered(either));
    }

    private static (ObligationStatus WhenTrue, ObligationStatus WhenFalse) Answered(PointsTo condition)
    {
        return (After(true), After(false));

        ObligationStatus After(bool outcome)
        {
            var state = new FlowState { [0] = Open | Absent, [1] = Open | Absent };
            BranchRefinement.ApplyAnswer(state, condition, outcome);
            return state[0];
        }
    }

    /// <summary>Tells what becomes of a status that <c>first</c>, and all that the condition has of it, refers to.</summary>
    private static (ObligationStatus WhenTrue, ObligationStatus WhenFalse) After(string condition, ObligationStatus before = Open)
    {
        var code = new FlowCode($"if ({condition}) {{ System.Console.WriteLine(); }}");
        BasicBlock block = code.Graph.Blocks.First(candidate => candidate.ConditionalSuccessor is not null);
        return (After(true), After(false));

        ObligationStatus After(bool outcome)
        {
            var owner = PointsTo.Of(0, AliasKind.Owner);
            var state = new FlowState { [code["first"]] = owner, [0] = before };
            foreach (IOperation part in block.BranchValue!.DescendantsAndSelf())
            {
                if (part is IFlowCaptureReferenceOperation capture)
                {
                    state[capture.Id] = owner;
                }
                else if (part is ILocalReferenceOperation { Local: var local })
                {
                    state[local] = owner;
                }
            }

            // The graph turns a written «not» into the other way to jump.
            BranchRefinement.Apply(state, block.BranchValue!, outcome == (block.ConditionKind == ControlFlowConditionKind.WhenFalse));
            return state[0];
        }
    }
}
