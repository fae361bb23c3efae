using RedisGuard.Pool.Leaks;

namespace RedisGuard.Pool.Tests.Leaks;

public sealed class StackSamplerTests
{
    private static readonly RedisCallSite Site = new("Basket.cs", 42, "AddAsync");
    private static readonly RedisCallSite Other = new("Orders.cs", 7, "GetAsync");

    [Theory]
    [InlineData(RedisLeakDetection.Off, 0)]
    [InlineData(RedisLeakDetection.Standard, 10)]
    [InlineData(RedisLeakDetection.Paranoid, 1280)]
    public void Stacks_AreTakenOf(RedisLeakDetection detection, int expected) =>
        Assert.Equal(expected, Due(new StackSampler(detection), Site, 1280));

    [Fact]
    public void SiteThatLeaked_HasAStackOfItsNext32_AndOfTheNext32AtEachFurtherLeak()
    {
        var sampler = new StackSampler(RedisLeakDetection.Standard);

        sampler.Watch(Site);
        Assert.Equal(32, Due(sampler, Site, 127));
        Assert.Equal(0, Due(sampler, Site, 127));
        Assert.Equal(0, Due(sampler, Other, 127));

        sampler.Watch(Site);
        Assert.Equal(32, Due(sampler, Site, 127));
    }

    private static int Due(StackSampler sampler, RedisCallSite site, int acquisitions) =>
        Enumerable.Range(1, acquisitions).Count(acquisition => sampler.IsDue(acquisition, site));
}
