using RedisGuard.Pool.Leaks;

namespace RedisGuard.Pool.Tests.Leaks;

public sealed class LeakSitesTests
{
    private static readonly RedisCallSite Site = new("Basket.cs", 42, "AddAsync");
    private static readonly RedisCallSite Other = new("Orders.cs", 7, "GetAsync");

    private readonly LeakSites _sites = new();

    [Fact]
    public void News_IsTheFirst_TheTenth_TheHundredth()
    {
        var news = Enumerable.Range(1, 250).Where(_ => _sites.Add(RedisLeakKind.Lease, Site, 1, null).IsNews);

        Assert.Equal([1, 10, 100], news);
    }

    [Fact]
    public void ManyAtOnce_AreNewsOnce()
    {
        Assert.True(_sites.Add(RedisLeakKind.Lease, Site, 50, null).IsNews);
        Assert.False(_sites.Add(RedisLeakKind.Lease, Site, 49, null).IsNews);
        Assert.True(_sites.Add(RedisLeakKind.Lease, Site, 1, null).IsNews);
    }

    [Fact]
    public void LinesAndKinds_AreCountedEach_AndTheWorstComesFirst()
    {
        _sites.Add(RedisLeakKind.Lease, Site, 2, null);
        _sites.Add(RedisLeakKind.Lease, Other, 5, null);
        _sites.Add(RedisLeakKind.Subscription, Site, 3, null);

        Assert.Equal([(Other, 5L), (Site, 3L), (Site, 2L)], _sites.All.Select(static leak => (leak.Site, leak.Count)));
    }

    [Fact]
    public void Stack_IsTheLastThatWasTaken()
    {
        Assert.Null(_sites.Add(RedisLeakKind.Lease, Site, 1, null).Leak.StackTrace);
        Assert.Equal("first", _sites.Add(RedisLeakKind.Lease, Site, 1, "first").Leak.StackTrace);
        Assert.Equal("first", _sites.Add(RedisLeakKind.Lease, Site, 1, null).Leak.StackTrace);
        Assert.Equal("second", _sites.Add(RedisLeakKind.Lease, Site, 1, "second").Leak.StackTrace);
    }
}
