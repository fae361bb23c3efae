using System.Globalization;
using System.Text;
using RedisGuard.Cli.Fleet;

namespace RedisGuard.Cli.Server.Tests.Fleet;

/// <summary>
/// Five hundred instances through a start, a peak of load, a rolling deployment and a failover, event by event: with the limit
/// that the budget gives, the server never turns anybody away; with the default limit it does. Prints the curve.
/// </summary>
public sealed class FleetSimulationTests(ITestOutputHelper output)
{
    private const int Instances = 500;
    private const int Seconds = 600;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void WithTheBudget_NobodyIsTurnedAway_AndWithoutItManyAre(int seed)
    {
        var shape = new FleetShape { MaxClients = 10_000, Instances = Instances, Others = 200 };
        var budgeted = (int)new FleetBudget(shape).GreatestMax;
        var with = new SimulatedFleet(new Random(seed), shape with { Max = budgeted });
        var without = new SimulatedFleet(new Random(seed), shape with { Max = 50 });
        StringBuilder curve = new(string.Create(CultureInfo.InvariantCulture, $"seed {seed}, MaxConnections {budgeted} by the budget, 50 by default\nsecond  stage         budgeted  default  turned away\n"));
        for (var second = 0; second < Seconds; second++)
        {
            with.Second(second);
            without.Second(second);
            if (second % 20 == 0)
            {
                curve.Append(CultureInfo.InvariantCulture, $"{second,6}  {SimulatedFleet.Stage(second),-12}  {with.Connected,8}  {without.Connected,7}  {without.TurnedAway,11}\n");
            }
        }

        output.WriteLine(curve.ToString());
        Assert.InRange(with.Peak, 1, shape.MaxClients - FleetBudget.ToolSlots);
        Assert.Equal(0, with.TurnedAway);
        Assert.InRange(without.TurnedAway, 1000, long.MaxValue);
        // The budget is no blanket refusal: in the failover it is nearly used up.
        Assert.InRange(with.Peak, shape.MaxClients / 2, shape.MaxClients);
    }
}
