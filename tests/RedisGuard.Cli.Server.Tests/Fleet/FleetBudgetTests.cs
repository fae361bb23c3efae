using RedisGuard.Cli.Fleet;

namespace RedisGuard.Cli.Server.Tests.Fleet;

public sealed class FleetBudgetTests
{
    [Fact]
    public void Sockets_AreAddedUp()
    {
        var budget = new FleetBudget(new FleetShape { Instances = 200, Pools = 2, Max = 50, Dedicated = 1, Others = 100, Surge = 0.25 });
        Assert.Equal((6, 202), (budget.PerInstanceAtRest, budget.PerInstanceAtLimit));
        Assert.Equal([(1200, 40_400), (1500, 50_500), (2400, 80_800)], budget.Stages.Select(static stage => (stage.AtRest, stage.AtLimit)));
        Assert.Equal(10_000 - 32 - 100, budget.Available);
        Assert.StartsWith("DOES NOT FIT  at the limits of the pools: with MaxConnections ", budget.Verdict, StringComparison.Ordinal);
    }

    [Fact]
    public void GreatestMax_Fits_AndOneMoreDoesNot()
    {
        var random = new Random(1);
        for (var run = 0; run < 2000; run++)
        {
            var shape = new FleetShape
            {
                MaxClients = random.Next(100, 20_000),
                Instances = random.Next(1, 300),
                Pools = random.Next(1, 4),
                Dedicated = random.Next(3),
                SocketsPerNode = random.Next(1, 3),
                Surge = random.Next(5) / 4.0,
                Others = random.Next(500),
                Shared = 0,
            };
            var greatest = (int)new FleetBudget(shape).GreatestMax;
            Assert.True(greatest == 0 || new FleetBudget(shape with { Max = greatest }).FitsAtLimit, $"{shape}");
            Assert.False(new FleetBudget(shape with { Max = greatest + 1 }).FitsAtLimit, $"{shape}");
        }
    }

    [Fact]
    public void FleetThatFits_IsTold() =>
        Assert.StartsWith("FITS", new FleetBudget(new FleetShape { Instances = 20, Max = 50, SocketsPerNode = 1 }).Verdict, StringComparison.Ordinal);
}
