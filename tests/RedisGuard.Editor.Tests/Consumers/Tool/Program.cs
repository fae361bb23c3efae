using StackExchange.Redis;

await using var shared = await ConnectionMultiplexer.ConnectAsync(Server.Address);
var db = shared.GetDatabase();
db.StringSet("a", "1");
Console.WriteLine(new Orders().Read("a"));
Console.WriteLine(Cache.Read("a"));
Console.WriteLine(await new Import(db).RunAsync(() => Task.FromResult(3)));
Console.WriteLine(new Reply(db).Length("a"));
Console.WriteLine(await new Reply(db).LengthAsync("a"));
new Prices(db).Set("a", 1);
Console.WriteLine(new Stock(db).Book("a"));
using (var view = new PriceView(shared.GetSubscriber()))
{
    view.Start();
}

using (var board = new Board(shared.GetSubscriber()))
{
    Console.WriteLine(board.Count);
}

using (var health = new Health(shared))
{
    Console.WriteLine(health.Failures);
}

new Mail(shared.GetSubscriber(), db).Start();
new Stopper(shared.GetSubscriber()).Toggle();
using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
Console.WriteLine(await Queue.CountAsync(shared.GetSubscriber(), stop.Token));
Settings.Print(ConfigurationOptions.Parse(Server.Address));
Console.WriteLine(new Basket(shared).Count("a"));
Console.WriteLine(Store.Read("a"));
