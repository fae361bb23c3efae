using RedisGuard.Watch.Connections;

namespace RedisGuard.Watch.Tests.Connections;

public sealed class ChurnTests
{
    private static readonly DateTimeOffset s_now = DateTimeOffset.UnixEpoch;

    [Fact]
    public void TenShortLivesInAMinute_AreChurn() => Assert.Equal(new Churn(10, TimeSpan.FromSeconds(1)), Churn.Of(Closings(10, apart: 6, life: 1), s_now));

    [Fact]
    public void Nine_AreNot() => Assert.Null(Churn.Of(Closings(9, apart: 6, life: 1), s_now));

    [Fact]
    public void TenInAnHour_AreNot() => Assert.Null(Churn.Of(Closings(10, apart: 360, life: 1), s_now));

    [Fact]
    public void LongLives_AreNot() => Assert.Null(Churn.Of(Closings(10, apart: 1, life: 5), s_now));

    private static IEnumerable<(DateTimeOffset Closed, TimeSpan Life)> Closings(int count, int apart, int life) =>
        Enumerable.Range(0, count).Select(at => (s_now - TimeSpan.FromSeconds(at * apart), TimeSpan.FromSeconds(life)));
}
