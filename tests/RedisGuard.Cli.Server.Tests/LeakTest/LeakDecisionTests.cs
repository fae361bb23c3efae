using RedisGuard.Cli.LeakTest;
using RedisGuard.Cli.Watching;
using RedisGuard.Watch.Reports;

namespace RedisGuard.Cli.Server.Tests.LeakTest;

public sealed class LeakDecisionTests
{
    [Fact]
    public void Permutation_IsTheShareOfOrdersThatAreAsExtreme()
    {
        Assert.Equal(1.0 / 252, PermutationTest.P([9, 9, 9, 9, 9], [0, 0, 0, 0, 0]), 10);
        Assert.Equal(1.0 / 12_870, PermutationTest.P([9, 8, 7, 6, 5, 9, 8, 7], [0, 1, 2, 3, 4, 0, 1, 2]), 10);
        Assert.Equal(1, PermutationTest.P([3, 3, 3, 3, 3], [3, 3, 3, 3, 3]), 10);
        Assert.Equal(1, PermutationTest.P([0, 0, 0, 0, 0], [9, 9, 9, 9, 9]), 10);
        Assert.Equal(3.0 / 6, PermutationTest.P([2, 0], [1, 0]), 10);
    }

    [Theory]
    [InlineData(LeakOutcome.Leak, 9, 3, 3, 3, 3)]
    [InlineData(LeakOutcome.Leak, 9, 3, 0, 3, 3)]
    [InlineData(LeakOutcome.Clean, 9, 0, 0, 0, 0)]
    [InlineData(LeakOutcome.Clean, 9, 0, 2, 0, 0)]
    [InlineData(LeakOutcome.Clean, 9, -1, 1, -1, 1)]
    [InlineData(LeakOutcome.Inconclusive, 9, 3, 0, 3, 0)]
    [InlineData(LeakOutcome.Inconclusive, 9, 3)]
    public void Cycles_Decide_AndTheFirstOnlyWarmsUp(object outcome, params int[] left) =>
        Assert.Equal((LeakOutcome)outcome, CycleVerdict.Of([.. left.Select(static count => new CycleTally(Math.Max(0, count), Math.Max(0, count), Math.Max(0, -count)))]).Outcome);

    [Fact]
    public void ConnectionsThatAreReplaced_AreNoLeak() =>
        Assert.Equal(LeakOutcome.Clean, CycleVerdict.Of([new(2, 0, 0), new(2, 2, 2), new(2, 2, 2), new(2, 2, 2)]).Outcome);

    [Fact]
    public void WatchThatLostConnections_NamesTheLines()
    {
        var finding = ExactMethod.Judge([Outcome(leaked: 12), Outcome(leaked: 12)]);
        Assert.Equal(LeakOutcome.Leak, finding.Outcome);
        Assert.Contains(" LEAK  Checkout.cs:41 Shop.Checkout.Pay  opened 28, closed 0, collected without dispose 24", finding.Lines);
    }

    [Fact]
    public void WatchThatSawNothing_IsInconclusive_AndSoIsAWorkloadThatFailed()
    {
        Assert.Equal(LeakOutcome.Inconclusive, ExactMethod.Judge([new WatchedOutcome(0, [], 1, [])]).Outcome);
        Assert.Equal(LeakOutcome.Clean, ExactMethod.Judge([Outcome(leaked: 0)]).Outcome);
        Assert.Equal(LeakOutcome.Inconclusive, ExactMethod.Judge([Outcome(leaked: 0) with { ExitCode = 3 }]).Outcome);
    }

    private static WatchedOutcome Outcome(long leaked) => new(
        0,
        [
            new WatchReport
            {
                ProcessId = 1, Program = "Shop", Started = Rows.Start, Written = Rows.Start, Ending = default, LibraryVersion = "3.4.35",
                Sites = [new SiteReport { Member = "Shop.Checkout.Pay", Call = "ConnectionMultiplexer.ConnectAsync", Path = "src/Checkout.cs", Line = 41, Opened = 14, Leaked = leaked, Held = 14 - leaked }],
            },
        ],
        1,
        []);
}
