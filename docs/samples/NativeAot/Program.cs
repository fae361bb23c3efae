using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using RedisGuard.Pool;
using StackExchange.Redis;

// A pool in native code: rents, subscribes, says which line forgot a lease, and shows it on the page.
// run.sh publishes it and runs the result; the only argument is the server.
var options = new RedisPoolOptions { Configuration = args is [var server, ..] ? server : "localhost:6379", MaxConnections = 4 };
await using var pool = new RedisPool(options);
var leak = new TaskCompletionSource<RedisLeak>();
pool.LeakDetected += (_, found) => leak.TrySetResult(found.Leak);

await using (var lease = await pool.RentAsync())
{
    await lease.Database.StringSetAsync("native-aot", "rented");
    Console.WriteLine($"{await lease.Database.StringGetAsync("native-aot")}, with code generated at run time: {RuntimeFeature.IsDynamicCodeSupported}");
}

var heard = new TaskCompletionSource<RedisValue>();
await using (await pool.SubscribeAsync(RedisChannel.Literal("native-aot"), message => { heard.TrySetResult(message.Value); }))
{
    await (await pool.GetDatabaseAsync()).PublishAsync(RedisChannel.Literal("native-aot"), "heard");
    Console.WriteLine(await heard.Task.WaitAsync(TimeSpan.FromSeconds(10)));
}

await ForgetAsync(pool);
while (!leak.Task.IsCompleted)
{
    GC.Collect();
    GC.WaitForPendingFinalizers();
    await Task.Delay(50);
}

Console.WriteLine($"leaked at {(await leak.Task).Site}");

var builder = WebApplication.CreateSlimBuilder();
builder.WebHost.UseUrls("http://127.0.0.1:0");
builder.Logging.ClearProviders();
await using var application = builder.Build();
application.MapRedisGuard("/redisguard").AllowAnonymous();
await application.StartAsync();
using var browser = new HttpClient { BaseAddress = new Uri(application.Urls.First()) };
var page = await browser.GetStringAsync(new Uri("/redisguard", UriKind.Relative));
using var picture = JsonDocument.Parse(await browser.GetStringAsync(new Uri("/redisguard/data.json", UriKind.Relative)));
Console.WriteLine($"a page of {page.Length} characters says: {picture.RootElement.GetProperty("verdict").GetProperty("text").GetString()}");

[MethodImpl(MethodImplOptions.NoInlining)]
#pragma warning disable RG3009 // To be found by the collector.
static async Task ForgetAsync(RedisPool pool) => await pool.RentAsync();
#pragma warning restore RG3009
