using RedisGuard.Pool.Healing;

namespace RedisGuard.Pool.Tests.Healing;

public sealed class SocketHistoryTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void EachHealing_DoublesThePatience_UpToTheSocketTimeout()
    {
        var history = new SocketHistory(new HealingTerms(5 * Second) { Patience = Second });
        var patience = new List<double>();
        for (var healing = 0; healing < 5; healing++)
        {
            patience.Add(history.Patience.TotalSeconds);
            history.Healed();
        }

        Assert.Equal([1, 2, 4, 5, 5], patience);
    }

    [Fact]
    public void HealingOfLongAgo_IsForgotten()
    {
        var history = new SocketHistory(new HealingTerms(5 * Second) { Patience = Second, Relapse = TimeSpan.FromMilliseconds(-1) });
        history.Healed();

        Assert.Equal(Second, history.Patience);
    }

    [Fact]
    public void SocketTimeoutBelowThePatience_LeavesThePatience()
    {
        var history = new SocketHistory(new HealingTerms(Second / 10) { Patience = Second });
        history.Healed();

        Assert.Equal(Second, history.Patience);
    }
}
