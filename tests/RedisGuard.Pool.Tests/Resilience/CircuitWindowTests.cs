using Microsoft.Extensions.Time.Testing;
using RedisGuard.Pool.Resilience;

namespace RedisGuard.Pool.Tests.Resilience;

public sealed class CircuitWindowTests
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Part = TimeSpan.FromSeconds(1);

    [Fact]
    public void Result_CountsUntilItIsAsOldAsTheWindow_ToATenthOfIt()
    {
        var time = new FakeTimeProvider();
        var window = new CircuitWindow(Length, time);
        window.Failed(RedisCircuitResult.Failure);
        time.Advance(Part);
        window.Failed(RedisCircuitResult.Failure);

        time.Advance(Length - Part);
        Assert.Equal(new CircuitCounts(2, 2, 0), window.Failed(RedisCircuitResult.Failure));

        time.Advance(Part);
        Assert.Equal(new CircuitCounts(2, 2, 0), window.Failed(RedisCircuitResult.Failure));
    }

    /// <summary>Reading the clock costs more than all else.</summary>
    [Fact]
    public void ManySuccesses_ReadTheClockSeldom_AndTheFirstOfEachPartAlways()
    {
        var time = new CountingClock();
        var window = new CircuitWindow(Length, time);
        time.Readings = 0;

        for (var call = 0; call < 64; call++)
        {
            window.Succeeded();
        }

        Assert.Equal(64, time.Readings);
        for (var call = 64; call < 640; call++)
        {
            window.Succeeded();
        }

        Assert.Equal(64 + 9, time.Readings);
    }

    [Fact]
    public void SuccessesOfAnotherPart_AreCountedThere_AfterSixtyFourAtTheLatest()
    {
        var time = new FakeTimeProvider();
        var window = new CircuitWindow(Length, time);
        for (var call = 0; call < 100; call++)
        {
            window.Succeeded();
        }

        time.Advance(Length / 2);
        for (var call = 0; call < 100; call++)
        {
            window.Succeeded();
        }

        // 28 were counted with the first hundred, before the clock was read.
        time.Advance(Length / 2);
        Assert.Equal(new CircuitCounts(73, 1, 0), window.Failed(RedisCircuitResult.Failure));
    }

    [Fact]
    public void WindowThatLasts_ForgetsWhatCountsNoMore()
    {
        var time = new FakeTimeProvider();
        var window = new CircuitWindow(Length, time);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        for (var second = 0; second < 200_000; second++)
        {
            time.Advance(Part);
            Assert.InRange(window.Failed(RedisCircuitResult.Failure).Calls, 1, 10);
        }

        // All of it would be 9 MiB.
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 4 << 20);
        GC.KeepAlive(window);
    }

    private sealed class CountingClock : FakeTimeProvider
    {
        public int Readings { get; set; }

        public override long GetTimestamp()
        {
            Readings++;
            return base.GetTimestamp();
        }
    }
}
