using RedisGuard.Dashboard.Events;
using RedisGuard.Pool.Tests.Servers;

namespace RedisGuard.Dashboard.Tests.Events;

/// <summary>One picture a second for all, none for nobody.</summary>
public sealed class PictureFeedTests
{
    private int _taken;

    [Fact]
    public void Nobody_NoPicture()
    {
        var clock = new ManualClock();
        _ = new PictureFeed(Take, clock);
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(0, _taken);
    }

    [Fact]
    public async Task ManyListeners_ShareOnePictureASecond()
    {
        var clock = new ManualClock();
        var feed = new PictureFeed(Take, clock);
        for (var i = 0; i < 100; i++)
        {
            Assert.True(feed.TryJoin());
        }

        var next = Enumerable.Range(0, 100).Select(_ => feed.NextAsync()).ToList();

        clock.Advance(PictureFeed.Pace);

        var pictures = await Task.WhenAll(next).WaitAsync(Eventually.Deadline, TestContext.Current.CancellationToken);
        Assert.All(pictures, picture => Assert.True(picture.Equals(pictures[0])));
        Assert.Equal(1, _taken);
    }

    [Fact]
    public void LastListenerGone_TheClockStops()
    {
        var clock = new ManualClock();
        var feed = new PictureFeed(Take, clock);
        Assert.True(feed.TryJoin());
        clock.Advance(PictureFeed.Pace);
        feed.Leave();
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, _taken);
        Assert.Equal(0, clock.Timers);
    }

    [Fact]
    public void OneTooMany_IsRefused()
    {
        var feed = new PictureFeed(Take, new ManualClock());
        for (var i = 0; i < PictureFeed.MostListeners; i++)
        {
            Assert.True(feed.TryJoin());
        }

        Assert.False(feed.TryJoin());
        feed.Leave();
        Assert.True(feed.TryJoin());
    }

    private ReadOnlyMemory<byte> Take() => new[] { (byte)++_taken };
}
