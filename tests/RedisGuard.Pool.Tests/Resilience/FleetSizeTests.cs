using RedisGuard.Pool.Resilience;

namespace RedisGuard.Pool.Tests.Resilience;

public sealed class FleetSizeTests
{
    [Theory]
    [InlineData(1, 0.5)]
    [InlineData(100, 0.5)]
    [InlineData(400, 2)]
    [InlineData(2000, 10)]
    public void Spread_IsTheRatesShare_AndNeverShorterThanHalfASecond(long clients, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), new FleetSize(200) { Clients = clients }.Spread);

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void UnknownSize_HasNoSpread(long clients) => Assert.Null(new FleetSize(200) { Clients = clients }.Spread);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(20, 0.1)]
    [InlineData(2000, 0.5)]
    public void Turn_IsWithinTheRatesShare_AndWithinWhatIsAllowed(long clients, double seconds)
    {
        var fleet = new FleetSize(200) { Clients = clients };
        var turns = Enumerable.Range(0, 1000).Select(_ => fleet.Turn(TimeSpan.FromSeconds(0.5)).TotalSeconds).ToList();

        Assert.InRange(turns.Max(), seconds * 0.9, seconds);
        Assert.InRange(turns.Min(), 0, seconds * 0.1);
    }
}
