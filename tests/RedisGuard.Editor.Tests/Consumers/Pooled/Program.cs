using RedisGuard.Pool;

await using var pool = RedisPool.For(Server.Address);
Console.WriteLine(Cache.Connection.IsConnected);
Console.WriteLine(Store.Redis.IsConnected);
await Scripts.RunAsync(pool, "return 1");
await using (var feed = new Feed(pool))
{
    await feed.StartAsync();
}

using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
await News.PrintAsync(pool, stop.Token);
