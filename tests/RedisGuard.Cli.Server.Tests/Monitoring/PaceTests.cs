using Microsoft.Extensions.Time.Testing;
using RedisGuard.Cli.Monitoring;

namespace RedisGuard.Cli.Server.Tests.Monitoring;

public sealed class PaceTests
{
    [Theory]
    [InlineData(1, 2)]
    [InlineData(7.3, 2)]
    [InlineData(21, 5)]
    [InlineData(100, 20)]
    public void List_IsDueEach200TimesItsCost_AndNotSooner(double milliseconds, double seconds)
    {
        var clock = new FakeTimeProvider();
        var pace = new Pace(TimeSpan.FromSeconds(2), clock);
        Assert.True(pace.IsDue("a"));
        pace.Listed("a", TimeSpan.FromMilliseconds(milliseconds));
        Assert.Equal(seconds, pace.Every("a")!.Value.TotalSeconds);
        clock.Advance(TimeSpan.FromSeconds(seconds * 0.9));
        Assert.False(pace.IsDue("a"));
        clock.Advance(TimeSpan.FromSeconds(seconds * 0.1));
        Assert.True(pace.IsDue("a"));
        Assert.True(pace.IsDue("b"));
    }
}
