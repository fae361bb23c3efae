using Microsoft.CodeAnalysis;
using RedisGuard.Verification;

namespace RedisGuard.Analyzers.Tests.Connections;

/// <summary>Names and shapes that look like what a rule looks for, and aren't it.</summary>
public class AdversarialTests
{
    [Theory]
    [InlineData("class Hub { public ConnectionMultiplexer Redis = ConnectionMultiplexer.Connect(\"a\"); public void Close() => Redis.Dispose(); }")]
    [InlineData("class Controller { } class Own : Controller { private static readonly ConnectionMultiplexer s = ConnectionMultiplexer.Connect(\"a\"); }")]
    [InlineData("class Lazy<T> { public Lazy(Func<T> f) { } } class C { public static readonly Lazy<ConnectionMultiplexer> L = new(() => ConnectionMultiplexer.Connect(\"a\")); }")]
    [InlineData("class Task2 { public static async Task<T> Run<T>(Func<Task<T>> f) => await f(); } class C { public Task<ConnectionMultiplexer> O() => Task2.Run(() => ConnectionMultiplexer.ConnectAsync(\"a\")); }")]
    [InlineData("class C { public void Use(ConcurrentBag<ConnectionMultiplexer> bag) { while (bag.TryTake(out var c)) { c.Dispose(); } } } class ConcurrentBag<T> { public bool TryTake(out T t) { t = default!; return false; } }")]
    [InlineData("class C { public void M(IConnectionMultiplexer connection) { IDisposable d = new MemoryStream(); d.Dispose(); connection.GetDatabase().Ping(); } }")]
    [InlineData("class C { private IConnectionMultiplexer? _c; public void Use(IConnectionMultiplexer c) { Interlocked.Exchange(ref _c, c)?.Dispose(); } }")]
    [InlineData("class C { private static readonly AsyncLocal<ConnectionMultiplexer?> s_c = new(); public static void Fill() { s_c.Value = ConnectionMultiplexer.Connect(\"a\"); } }")]
    [InlineData("class C { private static readonly ThreadLocal<ConnectionMultiplexer> s_c = new(() => ConnectionMultiplexer.Connect(\"a\")); public static IDatabase Db => s_c.Value!.GetDatabase(); }")]
    [InlineData("class C { private static readonly Dictionary<int, ConnectionMultiplexer> s_all = Enumerable.Range(0, 4).ToDictionary(i => i, i => ConnectionMultiplexer.Connect(\"a\")); }")]
    [InlineData("class C { private static readonly ConnectionMultiplexer[] s_all = Enumerable.Range(0, 4).Select(_ => ConnectionMultiplexer.Connect(\"a\")).ToArray(); }")]
    [InlineData("class C { private static readonly ConnectionMultiplexer[] s_all; static C() { s_all = new ConnectionMultiplexer[4]; for (var i = 0; i < 4; i++) { s_all[i] = ConnectionMultiplexer.Connect(\"a\"); } } }")]
    [InlineData("class C { public static async Task<T> With<T>(Func<IDatabase, Task<T>> f, IConnectionMultiplexer shared) => await f(shared.GetDatabase()); }")]
    [InlineData("class C { public IEnumerable<ConnectionMultiplexer> All(string[] cs) => cs.Select(x => ConnectionMultiplexer.Connect(x)); }")]
    [InlineData("class C { public IEnumerable<ConnectionMultiplexer> All(string[] cs) => from x in cs select ConnectionMultiplexer.Connect(x); }")]
    [InlineData("class C { public IConnectionMultiplexer Open(ConfigurationOptions o) { var c = ConnectionMultiplexer.Connect(o); if (!c.IsConnected) { throw new InvalidOperationException(c.GetStatus()) { Data = { [\"c\"] = c } }; } return c; } }")]
    [InlineData("class C { public T Open<T>() where T : class => (T)(object)ConnectionMultiplexer.Connect(\"a\"); }")]
    [InlineData("class Holder { public static Holder? Current; public IDatabase? Db; } class C { public void Fill() { Holder.Current = new Holder { Db = ConnectionMultiplexer.Connect(\"a\").GetDatabase() }; } }")]
    [InlineData("class C { public void OnStart(Action<IConnectionMultiplexer> ready) { ready(ConnectionMultiplexer.Connect(\"a\")); } }")]
    [InlineData("class C { public async Task Pump(System.Threading.Channels.ChannelWriter<IConnectionMultiplexer> w) { await w.WriteAsync(await ConnectionMultiplexer.ConnectAsync(\"a\")); } }")]
    [InlineData("class Args : EventArgs { public Args(IConnectionMultiplexer c) => C = c; public IConnectionMultiplexer C { get; } } class C { public event EventHandler<Args>? Opened; public void Open() => Opened?.Invoke(this, new Args(ConnectionMultiplexer.Connect(\"a\"))); }")]
    public Task LookAlike_IsSilent(string source) => AllRules.VerifyAsync("using StackExchange.Redis;\n" + source);

    [Theory]
    [InlineData("public sealed class S : IDisposable { private IConnectionMultiplexer? _c; public IDatabase Db(Func<IConnectionMultiplexer> open) => (_c ??= open()).GetDatabase(); public void Dispose() => _c?.Dispose(); }")]
    [InlineData("public sealed class S(IConnectionMultiplexer c, bool dispose) : IDisposable { public void Use() => c.GetDatabase().Ping(); public void Dispose() { if (dispose) { c.Dispose(); } } }")]
    [InlineData("public sealed class S { public async Task Shutdown(IConnectionMultiplexer c) => await c.CloseAsync(); }")]
    [InlineData("public sealed class S { public static async Task DrainAsync(IEnumerable<IConnectionMultiplexer> all) { await Task.WhenAll(all.Select(c => c.CloseAsync())); } }")]
    [InlineData("public sealed class S { public void Evict(object key, object? value) { if (value is IConnectionMultiplexer c) { c.Dispose(); } } }")]
    [InlineData("public sealed class S { public void Evict(Dictionary<string, IConnectionMultiplexer> all, string key) { if (all.Remove(key, out var c)) { c.Dispose(); } } }")]
    [InlineData("public sealed class S { public void Run(Lazy<IConnectionMultiplexer> l) { if (l.IsValueCreated) { l.Value.Dispose(); } } }")]
    [InlineData("public sealed class S { public void Each(List<IConnectionMultiplexer> all) => all.ForEach(c => c.Dispose()); }")]
    [InlineData("public sealed class S { public void Use(IFactory f) { var c = f.Create(); try { c.GetDatabase().Ping(); } finally { c.Dispose(); } } } public interface IFactory { IConnectionMultiplexer Create(); }")]
    [InlineData("public sealed class S { private readonly IConnectionMultiplexer _c; public S(Func<IConnectionMultiplexer> f) => _c = f(); public void Finish() => _c.Dispose(); }")]
    public Task ClosingWhatMayBeOnesOwn_IsSilent(string source) => AllRules.VerifyAsync("using StackExchange.Redis;\n" + source);

    [Theory]
    [InlineData("var job = args[0] switch { \"a\" => A(), _ => B() }; await job; async Task A() { await using var c = await ConnectionMultiplexer.ConnectAsync(\"a\"); } async Task B() { await using var c = await ConnectionMultiplexer.ConnectAsync(\"b\"); }")]
    [InlineData("var host = Host.CreateDefaultBuilder(args).ConfigureServices((context, services) => { using var probe = ConnectionMultiplexer.Connect(\"a\"); services.AddSingleton<IConnectionMultiplexer>(_ => ConnectionMultiplexer.Connect(\"a\")); }).Build(); host.Run();")]
    [InlineData("using var host = Host.CreateApplicationBuilder(args).Build(); await host.StartAsync(); var c = ConnectionMultiplexer.Connect(\"a\"); await host.WaitForShutdownAsync();")]
    [InlineData("AppDomain.CurrentDomain.UnhandledException += (_, e) => Console.Error.WriteLine(e); var c = ConnectionMultiplexer.Connect(\"a\"); Console.CancelKeyPress += (_, _) => c.Dispose(); Thread.Sleep(-1);")]
    public Task Programs_AreSilent(string source) => AllRules.VerifyAsync(
        "using Microsoft.Extensions.DependencyInjection;\nusing Microsoft.Extensions.Hosting;\nusing StackExchange.Redis;\n" + source,
        new() { OutputKind = OutputKind.ConsoleApplication });
}
