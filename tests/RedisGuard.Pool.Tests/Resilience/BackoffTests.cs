using RedisGuard.Pool.Resilience;

namespace RedisGuard.Pool.Tests.Resilience;

public sealed class BackoffTests
{
    private static readonly Backoff Default = new(fastAttempts: 5, @base: 2, TimeSpan.FromSeconds(60));

    [Theory]
    [InlineData(1, 1, 2)]
    [InlineData(2, 2, 4)]
    [InlineData(3, 4, 8)]
    [InlineData(4, 8, 16)]
    [InlineData(5, 16, 32)]
    public void FastAttempt_WaitsHalfToAllOfThePower(int attempt, double least, double most) =>
        Assert.Equal((least, most), Range(Default, attempt));

    [Theory]
    [InlineData(6)]
    [InlineData(1_000_000)]
    public void SlowAttempt_WaitsAnythingUpToTheCap(long attempt) => Assert.Equal((0, 60), Range(Default, attempt));

    [Fact]
    public void CappedAttempt_IsStillJittered() =>
        Assert.Equal((3, 6), Range(new Backoff(fastAttempts: 5, @base: 10, TimeSpan.FromSeconds(6)), attempt: 4));

    [Fact]
    public void PowerBeyondEveryNumber_IsTheCap() =>
        Assert.Equal((30, 60), Range(new Backoff(int.MaxValue, @base: 100, TimeSpan.FromSeconds(60)), attempt: int.MaxValue));

    private static (double Least, double Most) Range(Backoff backoff, long attempt) =>
        (backoff.Delay(attempt, 0).TotalSeconds, Math.Round(backoff.Delay(attempt, 0.999_999).TotalSeconds, 2));
}
