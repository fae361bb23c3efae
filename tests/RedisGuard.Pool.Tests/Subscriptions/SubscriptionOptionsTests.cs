namespace RedisGuard.Pool.Tests.Subscriptions;

public sealed class SubscriptionOptionsTests
{
    [Theory]
    [InlineData(0, RedisOverflowPolicy.End, "Capacity is '0': expected a whole number above 0.")]
    [InlineData(1, (RedisOverflowPolicy)7, "Overflow is '7': expected DropOldest, DropNewest or End.")]
    public void MalformedOptions_AreNamed(int capacity, RedisOverflowPolicy overflow, string expected)
    {
        var options = new RedisSubscriptionOptions { Capacity = capacity, Overflow = overflow };

        Assert.Equal(expected, Assert.Throws<RedisPoolConfigurationException>(options.Validate).Message);
    }

    [Fact]
    public void Options_HaveTheirDefaults()
    {
        var options = new RedisSubscriptionOptions();
        options.Validate();

        Assert.Equal((1024, RedisOverflowPolicy.DropOldest, false, null), (options.Capacity, options.Overflow, options.Dedicated, options.OnGap));
    }
}
