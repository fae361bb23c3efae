using RedisGuard.Pool.Upkeep;

namespace RedisGuard.Pool.Tests.Upkeep;

public sealed class RoundsTests
{
    [Fact]
    public void ItemThatThrows_KeepsNoOtherFromBeingSeenTo_AndIsTold()
    {
        var seen = new List<int>();

        var thrown = Assert.Throws<InvalidOperationException>(() => Rounds.Each([1, 2, 3], item =>
        {
            seen.Add(item);
            if (item < 3)
            {
                throw new InvalidOperationException($"item {item}");
            }
        }));

        Assert.Equal("item 1", thrown.Message);
        Assert.Equal([1, 2, 3], seen);
    }
}
