namespace RedisGuard.Editor.Tests.LightBulbs;

/// <summary>Every rule that has a fix, and every fix, in at least one file of the consumers.</summary>
internal static class Cases
{
    public static IReadOnlyList<Case> All { get; } =
    [
        new("Tool", "Basket.cs", "RG1007", "LeaveOpen"),
        new("Tool", "Board.cs", "RG2001", "UnsubscribeInDispose"),
        new("Tool", "Cache.cs", "RG1006", "LazyInside", "OpenOnce"),
        new("Tool", "Health.cs", "RG2007", "RemoveHandler"),
        new("Tool", "Import.cs", "RG3006", "ReleaseInFinally"),
        new("Tool", "Mail.cs", "RG2005", "OnMessage"),
        new("Tool", "Orders.cs", "RG1001", "OpenOnce"),
        new("Tool", "PriceView.cs", "RG2003", "HoistHandler"),
        new("Tool", "Prices.cs", "RG3003", "Execute"),
        new("Tool", "Queue.cs", "RG2002", "UnsubscribeQueue"),
        new("Tool", "Reply.cs", "RG3001", "Using"),
        new("Tool", "ReplyAsync.cs", "RG3001", "Using"),
        new("Tool", "Settings.cs", "RG5003", "HidePassword"),
        new("Tool", "Stock.cs", "RG3008", "TestLock"),
        new("Tool", "Stopper.cs", "RG2004", "PassHandler"),
        new("Tool", "Store.cs", "RG1004", "SwapThenClose", "OpenOnce"),
        new("Tool", "Totals.cs", "RG3004", "WaitAfterExecute"),
        new("Api", "BasketController.cs", "RG1001", "Inject", "OpenOnce"),
        new("Shop", "Caching.cs", "RG1009", "Share"),
        new("Shop", "Catalog.cs", "RG1005", "Singleton"),
        new("Api", "Connector.cs", "RG5003", "HidePassword"),
        new("Shop", "Search.cs", "RG1010", "Factory"),
        new("Worker", "Job.cs", "RG2001", "UnsubscribeInDispose"),
        new("Worker", "Listener.cs", "RG2008", "PassToken"),
        new("Worker", "Migration.cs", "RG1002", "AwaitUsing"),
        new("Worker", "Seeding.cs", "RG1008", "WidenScope"),
        new("Worker", "Shelf.cs", "RG1003", "CloseInDispose"),
        new("Worker", "Store.cs", "RG1003", "CloseInDispose"),
        new("Library", "AsyncReading.cs", "RG4004", "AwaitInstead"),
        new("Library", "Reading.cs", "RG4004", "CallSynchronous"),
        new("Library", "Orders.cs", "RG1001", "OpenOnce"),
        new("Pooled", "Cache.cs", "RG1006", "Pool"),
        new("Pooled", "Feed.cs", "RG2001", "UnsubscribeInDispose", "PoolSubscription"),
        new("Pooled", "News.cs", "RG2002", "UnsubscribeQueue", "PoolQueue"),
        new("Pooled", "Scripts.cs", "RG3009", "AwaitUsing"),
        new("Pooled", "Store.cs", "RG1000", "Pool"),
        new("PooledApi", "Registration.cs", "RG1005", "AddRedisGuard", "Singleton"),
        new("Blazor", "Ticker.razor.cs", "RG2001", "UnsubscribeInDispose"),
    ];

    public static TheoryData<string> Of(params string[] projects)
        => [.. All.Where(known => projects.Contains(known.Project)).Select(known => $"{known.Project}/{known.File}")];

    public static Case Named(string name) => All.Single(known => $"{known.Project}/{known.File}" == name);
}
