using NSubstitute;
using RedisGuard.Pool.Resilience;
using RedisGuard.Pool.Telemetry;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests.Resilience;

public sealed class TalliedRetryPolicyTests
{
    [Fact]
    public void Attempts_AreThoseThatThePolicyGranted()
    {
        var policy = Substitute.For<IReconnectRetryPolicy>();
        policy.ShouldRetry(1, 1000).Returns(true);
        var instruments = new PoolInstruments("tally");
        var tally = new ReconnectTally(instruments);
        var tallied = new TalliedRetryPolicy(policy, tally);

        Assert.False(tallied.ShouldRetry(0, 1000));
        Assert.Equal(0, tally.Attempts);
        Assert.True(tallied.ShouldRetry(1, 1000));
        Assert.Equal(1, tally.Attempts);
    }
}
