using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using RedisGuard.Verification;

namespace RedisGuard.Analyzers.Tests.Subscriptions;

/// <summary>RG2006, Subscribed again and again.</summary>
public class RG2006Tests
{
    [Theory]
    [InlineData("while (!token.IsCancellationRequested) { {|RG2006:_sub.Subscribe(Channel, OnMessage)|}; await Task.Delay(1000, token); }")]
    [InlineData("for (int i = 0; i < 10; i++) { {|RG2006:_sub.Subscribe(Channel, OnMessage)|}; }")]
    [InlineData("foreach (var name in names) { await {|RG2006:_sub.SubscribeAsync(Channel, (c, v) => Show(name))|}; }")]
    [InlineData("Action<RedisChannel, RedisValue> handler = OnMessage; foreach (var name in names) { {|RG2006:_sub.Subscribe(Channel, handler)|}; Show(name); }")]
    [InlineData("do { {|RG2006:_mux.GetSubscriber().Subscribe(RedisChannel.Literal(string.Format(\"{0}:jobs\", Prefix)), OnMessage)|}; } while (!token.IsCancellationRequested);")]
    [InlineData("while (true) { {|RG2006:_sub.Subscribe(Channel, (c, v) => { _sub.Unsubscribe(c, null); Show(v!); })|}; await Task.Delay(1000, token); }")]
    [InlineData("while (true) { var name = \"a\"; await {|RG2006:_sub.SubscribeAsync(RedisChannel.Literal(Prefix), (c, v) => Show(name))|}; }")]
    [InlineData("var named = new { Name = \"a\" }; while (true) { {|RG2006:_sub.Subscribe(RedisChannel.Literal(named.Name), OnMessage)|}; await Task.Delay(1000, token); }")]
    [InlineData("while (true) { var sub = _mux.GetSubscriber(); {|RG2006:sub.Subscribe(Channel, OnMessage)|}; await Task.Delay(1000, token); }")]
    public Task Loop_IsReported(string statement) => VerifyAsync(statement.Replace("_sub.Unsubscribe(c, null)", "{|RG2004:_sub.Unsubscribe(c, null)|}", StringComparison.Ordinal));

    [Theory]
    [InlineData("foreach (var name in names) { _sub.Subscribe(RedisChannel.Literal(name), OnMessage); }")]
    [InlineData("foreach (var name in names) { var channel = RedisChannel.Literal(Prefix + name); await _sub.SubscribeAsync(channel, OnMessage); }")]
    [InlineData("for (int i = 0; i < 10; i++) { _sub.Subscribe(RedisChannel.Literal($\"shard:{i}\"), OnMessage); }")]
    [InlineData("while (Next(out var name)) { _sub.Subscribe(RedisChannel.Literal(name), OnMessage); }")]
    [InlineData("var each = ((IEnumerable<string>)names).GetEnumerator(); while (each.MoveNext()) { _sub.Subscribe(RedisChannel.Literal(each.Current), OnMessage); }")]
    [InlineData("while (true) { _sub.Subscribe(RedisChannel.Literal(Find()), OnMessage); await Task.Delay(1, token); }")]
    [InlineData("while (true) { try { _sub.Subscribe(Channel, OnMessage); break; } catch (RedisException) { await Task.Delay(1000, token); } }")]
    [InlineData("while (true) { try { _sub.Subscribe(Channel, OnMessage); return; } catch (RedisException) { await Task.Delay(1000, token); } }")]
    [InlineData("bool done = false; while (!done) { try { _sub.Subscribe(Channel, OnMessage); done = true; } catch (RedisException) { await Task.Delay(1000, token); } }")]
    [InlineData("while (!token.IsCancellationRequested) { _sub.Subscribe(Channel, OnMessage); try { await Task.Delay(1000, token); } finally { _sub.Unsubscribe(Channel, OnMessage); } }")]
    [InlineData("bool first = true; foreach (var name in names) { if (first) { first = false; _sub.Subscribe(Channel, OnMessage); } Show(name); }")]
    [InlineData("foreach (var name in names) { using var mux = {|RG1001:ConnectionMultiplexer.Connect(\"localhost\")|}; mux.GetSubscriber().Subscribe(Channel, OnMessage); Show(name); }")]
    [InlineData("while (true) { try { _sub.Subscribe(Channel, OnMessage); await Task.Delay(Timeout.Infinite, token); } catch (RedisException) { await Task.Delay(1000, token); } }")]
    [InlineData("while (true) { try { _sub.Subscribe(Channel, OnMessage); await Task.Delay(Timeout.InfiniteTimeSpan, token).ConfigureAwait(false); } catch (RedisException) { } }")]
    [InlineData("foreach (var mux in new[] { _mux }) { mux.GetSubscriber().Subscribe(Channel, OnMessage); }")]
    [InlineData("foreach (var mux in new[] { _mux }) { var sub = mux.GetSubscriber(); await sub.SubscribeAsync(Channel, OnMessage); }")]
    [InlineData("await Parallel.ForEachAsync(names, async (name, ct) => await _sub.SubscribeAsync(RedisChannel.Literal(name), OnMessage));")]
    [InlineData("foreach (var handler in new Action<RedisChannel, RedisValue>[] { OnMessage, (c, v) => Show(v!) }) { _sub.Subscribe(Channel, handler); }")]
    [InlineData("foreach (var kept in new[] { (Name: \"a\", Handler: (Action<RedisChannel, RedisValue>)OnMessage) }) { var handler = kept.Handler; _sub.Subscribe(Channel, handler); }")]
    [InlineData("foreach (var start in new[] { () => _sub.Subscribe(Channel, OnMessage) }) { start(); }")]
    public Task LoopOverChannelsOrRetry_IsSilent(string statement) => VerifyAsync(statement);

    [Theory]
    [InlineData("public ISubscriber Sub { get { {|RG2006:_sub.Subscribe(Channel, OnMessage)|}; return _sub; } }")]
    [InlineData("public Task Ready => {|RG2006:_sub.SubscribeAsync(Channel, OnMessage)|};")]
    [InlineData("public ISubscriber GetSubscriber() { {|RG2006:_sub.Subscribe(Channel, OnMessage)|}; return _sub; }")]
    [InlineData("public async Task<IDatabase> GetAsync() { await {|RG2006:_mux.GetSubscriber().SubscribeAsync(Channel, OnMessage)|}; return _mux.GetDatabase(); }")]
    public Task GetterOrWhatIsOne_IsReported(string member) => VerifyMemberAsync(member);

    [Theory]
    [InlineData("private bool _on; public ISubscriber Sub { get { if (!_on) { _on = true; _sub.Subscribe(Channel, OnMessage); } return _sub; } }")]
    [InlineData("private bool _on; public ISubscriber GetSubscriber() { if (_on) { return _sub; } _on = true; _sub.Subscribe(Channel, OnMessage); return _sub; }")]
    [InlineData("public Task ListenAsync(RedisChannel channel) => _sub.SubscribeAsync(channel, OnMessage);")]
    [InlineData("private Task? _ready; public Task Ready => _ready ??= _sub.SubscribeAsync(Channel, OnMessage);")]
    [InlineData("private static readonly Lazy<int> s_lazy = new(() => 1); public Func<Task> Start => () => _sub.SubscribeAsync(Channel, OnMessage); public int Lazy => s_lazy.Value;")]
    public Task GuardedGetter_IsSilent(string member) => VerifyMemberAsync(member);

    [Theory]
    [InlineData("public void Start() => _mux.ConnectionRestored += (s, e) => {|RG2006:_sub.Subscribe(Channel, OnMessage)|};")]
    [InlineData("public void Start() => _mux.ConnectionFailed += (s, e) => {|RG2006:_sub.Subscribe(Channel, OnMessage)|};")]
    [InlineData("public void Start() => _mux.ConnectionRestored += OnRestored; private void OnRestored(object? s, ConnectionFailedEventArgs e) { {|RG2006:_sub.Subscribe(Channel, OnMessage)|}; }")]
    [InlineData("public void Start() { Again(); _mux.ConnectionRestored += (s, e) => Again(); } private void Again() => {|RG2006:_sub.Subscribe(Channel, OnMessage)|};")]
    [InlineData("public void Start() => _mux.ConnectionRestored += OnRestored; private void OnRestored(object? s, ConnectionFailedEventArgs e) => Again(); private void Again() { {|RG2006:_sub.Subscribe(Channel)|}.OnMessage(m => Show(m.Message!)); }")]
    public Task Reconnect_IsReported(string member) => VerifyMemberAsync(member);

    [Theory]
    [InlineData("public void Start() => _mux.ConnectionRestored += (s, e) => { _sub.Unsubscribe(Channel, OnMessage); _sub.Subscribe(Channel, OnMessage); };")]
    [InlineData("public void Start() => _mux.ErrorMessage += (s, e) => Show(e.Message);")]
    [InlineData("private int _on; public void Start() => _mux.ConnectionRestored += (s, e) => { if (Interlocked.Exchange(ref _on, 1) == 0) { _sub.Subscribe(Channel, OnMessage); } };")]
    public Task ReconnectThatUnsubscribesFirst_IsSilent(string member) => VerifyMemberAsync(member);

    [Theory]
    [InlineData("public void Get() => {|RG2006:sub.Subscribe(RedisChannel.Literal(\"a\"), static (c, v) => Console.WriteLine(v))|};")]
    [InlineData("public async Task Get() => await {|RG2006:sub.SubscribeAsync(RedisChannel.Literal(\"a\"), Show)|};")]
    public Task PerCallMethod_IsReported(string method) => VerifyControllerAsync(method);

    [Theory]
    [InlineData("public async Task Get() { await sub.SubscribeAsync(RedisChannel.Literal(\"a\"), Show); try { await Task.Yield(); } finally { await sub.UnsubscribeAsync(RedisChannel.Literal(\"a\"), Show); } }")]
    [InlineData("private static int s_on; public void Get() { if (Interlocked.Exchange(ref s_on, 1) == 0) { sub.Subscribe(RedisChannel.Literal(\"a\"), Show); } }")]
    [InlineData("private static readonly System.Collections.Concurrent.ConcurrentDictionary<string, bool> s_on = new(); public void Get(string id) { if (s_on.TryAdd(id, true)) { sub.Subscribe(RedisChannel.Literal(id), Show); } }")]
    [InlineData("public async Task Get() { var done = new TaskCompletionSource(); Action<RedisChannel, RedisValue> handler = (c, v) => done.TrySetResult(); await sub.SubscribeAsync(RedisChannel.Literal(\"a\"), handler); try { await done.Task; } finally { await sub.UnsubscribeAsync(RedisChannel.Literal(\"a\"), handler); } }")]
    public Task PerCallMethodThatEndsOrAsks_IsSilent(string method) => VerifyControllerAsync(method);

    [Fact]
    public Task ServiceCalledByHub_IsReported() => AllRules.VerifyAsync(
        """
        using Microsoft.AspNetCore.SignalR;
        using StackExchange.Redis;

        public interface IFeeds { Task JoinAsync(string name); }

        public class Feeds(IConnectionMultiplexer redis, IHubContext<FeedHub> hub) : IFeeds
        {
            public async Task JoinAsync(string name) => await {|RG2006:redis.GetSubscriber().SubscribeAsync(RedisChannel.Literal(name), (c, v) => hub.Clients.All.SendAsync("message", (string?)v))|};
        }

        public class FeedHub(IFeeds feeds) : Hub
        {
            public Task Join(string name) => feeds.JoinAsync(name);
        }
        """);

    [Fact]
    public Task ServiceCalledAtStartUp_IsSilent() => AllRules.VerifyAsync(
        """
        using Microsoft.Extensions.Hosting;
        using StackExchange.Redis;

        public class Feeds(IConnectionMultiplexer redis)
        {
            private string? _last;
            public async Task JoinAsync(string name) => await redis.GetSubscriber().SubscribeAsync(RedisChannel.Literal(name), (c, v) => _last = v);
            public string? Last => _last;
        }

        public class Worker(Feeds feeds) : BackgroundService
        {
            protected override Task ExecuteAsync(CancellationToken token) => feeds.JoinAsync("orders");
        }
        """);

    [Theory]
    [InlineData("AddScoped", "static (c, v) => Console.WriteLine(v)")]
    [InlineData("AddTransient", "OnMessage")]
    public Task HandlerThatCapturesNothingInAShortRegistration_IsReported(string add, string handler)
        => AllRules.VerifyAsync(Registered(add, $"{{|RG2006:_sub.Subscribe(RedisChannel.Literal(\"jobs\"), {handler})|}}"));

    [Theory]
    [InlineData("AddSingleton", "_sub.Subscribe(RedisChannel.Literal(\"jobs\"), OnMessage)")]
    [InlineData("AddScoped", "Given(OnMessage)")]
    [InlineData("AddScoped", "Once()")]
    public Task SubscribedOnceByInstances_IsSilent(string add, string statement) => AllRules.VerifyAsync(Registered(add, statement));

    private static string Registered(string add, string statement) =>
        $$"""
        using Microsoft.Extensions.DependencyInjection;
        using StackExchange.Redis;

        class Jobs
        {
            private static int s_on;
            private readonly ISubscriber _sub;

            public Jobs(ISubscriber sub)
            {
                _sub = sub;
                {{statement}};
            }

            public void Given(Action<RedisChannel, RedisValue> handler) => _sub.Subscribe(RedisChannel.Literal("given"), handler);

            private void Once()
            {
                if (Interlocked.Exchange(ref s_on, 1) == 0)
                {
                    _sub.Subscribe(RedisChannel.Literal("jobs"), OnMessage);
                }
            }

            private static void OnMessage(RedisChannel channel, RedisValue value) => Console.WriteLine(value);
        }

        static class Registration
        {
            public static void Add(IServiceCollection services) => services.{{add}}<Jobs>();
        }
        """;

    [Fact]
    public Task Message() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        class Bus(ISubscriber sub)
        {
            public void Run() { while (true) { {|#0:sub.Subscribe(RedisChannel.Literal("a"), (c, v) => { })|}; } }
        }
        """,
        setup: null,
        new DiagnosticResult("RG2006", DiagnosticSeverity.Warning).WithLocation(0).WithMessage(
            "'ISubscriber.Subscribe' subscribes again each time the loop repeats, so that each message is handled more and more often; subscribe once, or unsubscribe the same handler in a finally"));

    private static Task VerifyAsync(string statement) => VerifyMemberAsync(
        $$"""
        public async Task RunAsync(string[] names, CancellationToken token)
        {
            {{statement}}
            await Task.Yield();
        }
        """);

    private static Task VerifyMemberAsync(string member) => AllRules.VerifyAsync(
        $$"""
        #pragma warning disable CS0162
        using StackExchange.Redis;

        class Bus(IConnectionMultiplexer mux)
        {
            private const string Prefix = "app";
            private static readonly RedisChannel Channel = RedisChannel.Literal("prices");
            private readonly IConnectionMultiplexer _mux = mux;
            private readonly ISubscriber _sub = mux.GetSubscriber();
            private string? _last;

            {{member}}

            private void OnMessage(RedisChannel channel, RedisValue value) => Show(value!);
            private void Show(string value) => _last = value;
            private string Find() => _last + Prefix + _mux;
            private static bool Next(out string name) { name = "a"; return false; }
            public void Use() { Show(Find()); Next(out _); OnMessage(default, default); }
        }
        """);

    private static Task VerifyControllerAsync(string method) => AllRules.VerifyAsync(
        $$"""
        using Microsoft.AspNetCore.Mvc;
        using StackExchange.Redis;

        public class FeedController(ISubscriber sub) : ControllerBase
        {
            {{method}}
            private static void Show(RedisChannel channel, RedisValue value) => Console.WriteLine(value);
        }
        """);
}
