using RedisGuard.Cli.Holders;
using RedisGuard.Cli.Monitoring.Formats;

namespace RedisGuard.Cli.Server.Tests.Monitoring;

public sealed class TableLayoutTests
{
    private static readonly HolderStanding Leaking = new("shop  Checkout.cs:41 Pay", "private")
    {
        Now = 1041,
        Born = 37,
        Growth = 37,
        Counts = [1, 5, 9, 20, 38],
        IdleMedian = 3,
        IdleMax = 58,
        Bytes = 1_700_000,
        Nodes = 3,
        Multiplexers = 19,
        Verdict = Verdict.Leaking,
        Why = "37 born, none died, no reuse",
    };

    [Theory]
    [InlineData(20)]
    [InlineData(40)]
    [InlineData(80)]
    [InlineData(110)]
    [InlineData(160)]
    public void Lines_FitTheWidth_AndKeepHolderCountAndVerdict(int width)
    {
        var long_ = Leaking with { Holder = new string('h', 300), Why = new string('w', 300) };
        var table = new TableLayout(HolderCells.Columns(hasNodes: true), [Leaking, long_], width);
        Assert.All([table.Heading(), table.Row(Leaking), table.Row(long_)], line => Assert.InRange(line.Length, 1, Math.Max(width, 20)));
        if (width >= 40)
        {
            Assert.Contains("NOW", table.Heading(), StringComparison.Ordinal);
            Assert.Contains("VERDICT", table.Heading(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void At80_TheVerdictKeepsItsHeading()
    {
        var steady = Leaking with { Holder = "screen80  Checkout.cs:41 Pay", Kind = "exclusive", Now = 3, Born = 0, Growth = 0, Counts = [3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3], Verdict = Verdict.Steady, Why = string.Empty };
        Assert.EndsWith("  VERDICT", new TableLayout(HolderCells.Columns(false), [steady], 79).Heading(), StringComparison.Ordinal);
    }

    [Fact]
    public void WideLine_HasEverything()
    {
        var table = new TableLayout(HolderCells.Columns(hasNodes: true), [Leaking], 160);
        Assert.Equal(
            "shop  Checkout.cs:41 Pay  private  1 041    37     0  ▁▁▂▄█ +37  3 s / 58 s    1.6 MiB  3 ≈19 mux  leaking: 37 born, none died, no reuse",
            table.Row(Leaking));
    }

    [Fact]
    public void WhatIsNotTold_IsADash() =>
        Assert.Contains("  –  ", new TableLayout(HolderCells.Columns(false), [new HolderStanding("a", "b") { Counts = [1] }], 160).Row(new HolderStanding("a", "b") { Counts = [1] }), StringComparison.Ordinal);
}
