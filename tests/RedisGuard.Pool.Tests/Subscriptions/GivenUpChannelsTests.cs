using RedisGuard.Pool.Subscriptions;

namespace RedisGuard.Pool.Tests.Subscriptions;

public sealed class GivenUpChannelsTests
{
    private readonly GivenUpChannels _channels = new();

    [Fact]
    public void ChannelThatStaysGivenUp_HasTheLibraryLookAgain_EverMoreSeldom()
    {
        var due = new List<long>();
        for (var second = 0; second <= 300; second++)
        {
            if (_channels.IsDue(areAny: true, second * 1000))
            {
                due.Add(second);
            }
        }

        Assert.Equal([1, 3, 7, 15, 31, 63, 123, 183, 243], due);
    }

    [Fact]
    public void ChannelThatIsSubscribedAnewInTime_CostsNothing()
    {
        for (var second = 0; second < 60; second++)
        {
            Assert.False(_channels.IsDue(areAny: true, (second * 2000) + 1));
            Assert.False(_channels.IsDue(areAny: true, (second * 2000) + 1000));
            Assert.False(_channels.IsDue(areAny: false, (second * 2000) + 2000));
        }
    }

    [Fact]
    public void NextOne_IsAsSoonLookedForAsTheFirst()
    {
        for (var milliseconds = 0; milliseconds <= 60_000; milliseconds += 250)
        {
            _ = _channels.IsDue(areAny: true, milliseconds);
        }

        Assert.False(_channels.IsDue(areAny: false, 60_250));
        Assert.False(_channels.IsDue(areAny: true, 60_500));
        Assert.True(_channels.IsDue(areAny: true, 61_500));
    }
}
