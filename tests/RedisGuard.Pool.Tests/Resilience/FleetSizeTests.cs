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
}
