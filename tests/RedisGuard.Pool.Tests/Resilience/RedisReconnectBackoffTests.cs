using RedisGuard.Pool.Tests.Doubles;
using RedisGuard.Pool.Tests.Servers;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests.Resilience;

public sealed class RedisReconnectBackoffTests
{
    private const int Connections = 1000;

    [Fact]
    public void AskedEveryHeartbeat_GrantsTheSameWait()
    {
        var backoff = new RedisReconnectBackoff();
        for (var attempt = 0; attempt < 20; attempt++)
        {
            var wait = Wait(backoff, attempt);
            Assert.All(Enumerable.Range(0, 60), second => Assert.Equal(second * 1000 >= wait, backoff.ShouldRetry(attempt, second * 1000)));
        }
    }

    [Theory]
    [InlineData(0, 1, 2)]
    [InlineData(4, 16, 32)]
    [InlineData(5, 0, 60)]
    [InlineData(1000, 0, 60)]
    public void ManyConnections_SpreadEvenlyOverTheWholeRange(int attempt, int least, int most)
    {
        var waits = Enumerable.Range(0, Connections).Select(_ => Wait(new RedisReconnectBackoff(), attempt)).Order().ToArray();

        Assert.InRange(waits[0], least * 1000, most * 1000);
        Assert.InRange(waits[^1], least * 1000, most * 1000);

        // Evenly: no tenth of the range has twice its share. (Its share is 100, and twice that is over ten deviations away.)
        var tenth = (most - least) * 100;
        Assert.All(
            Enumerable.Range(0, 10),
            part => Assert.InRange(waits.Count(wait => wait - (least * 1000) >= part * tenth && wait - (least * 1000) < (part + 1) * tenth), 1, 200));
    }

    [Fact]
    public void OneConnection_WaitsDifferentlyForEachAttempt()
    {
        var backoff = new RedisReconnectBackoff();

        var waits = Enumerable.Range(5, 50).Select(attempt => Wait(backoff, attempt)).Distinct().Count();

        Assert.InRange(waits, 40, 50);
    }

    [Fact]
    public void ClockThatTurnedNegative_IsDue() => Assert.True(new RedisReconnectBackoff().ShouldRetry(1000, int.MinValue));

    [Theory]
    [InlineData(-1, 2, 60)]
    [InlineData(5, 1, 60)]
    [InlineData(5, 101, 60)]
    [InlineData(5, double.NaN, 60)]
    [InlineData(5, 2, 0)]
    public void OutOfRange_IsRefused(int attempts, double backoffBase, int seconds) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new RedisReconnectBackoff(attempts, backoffBase, TimeSpan.FromSeconds(seconds)));

    private static int Wait(RedisReconnectBackoff backoff, int attempt)
    {
        var (least, most) = (0, 60_000);
        while (least < most)
        {
            var middle = (least + most) / 2;
            (least, most) = backoff.ShouldRetry(attempt, middle) ? (least, middle) : (middle + 1, most);
        }

        return least;
    }
}
