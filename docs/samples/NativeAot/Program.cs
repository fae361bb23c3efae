using System.Runtime.CompilerServices;
using RedisGuard.Pool;
using StackExchange.Redis;

// A pool in native code: rents, subscribes, and says which line forgot a lease.
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

[MethodImpl(MethodImplOptions.NoInlining)]
#pragma warning disable RG3009 // To be found by the collector.
static async Task ForgetAsync(RedisPool pool) => await pool.RentAsync();
#pragma warning restore RG3009
