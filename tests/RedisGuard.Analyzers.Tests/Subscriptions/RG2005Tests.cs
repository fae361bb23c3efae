using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using RedisGuard.Verification;

namespace RedisGuard.Analyzers.Tests.Subscriptions;

/// <summary>RG2005, Handler is async void.</summary>
public class RG2005Tests
{
    [Theory]
    [InlineData("{|RG2005:sub.Subscribe(channel, async (c, v) => await Task.Yield())|};")]
    [InlineData("{|RG2005:sub.Subscribe(channel, async delegate(RedisChannel c, RedisValue v) { await Task.Yield(); })|};")]
    [InlineData("{|RG2005:sub.Subscribe(channel, async (c, v) => { try { await Task.Yield(); } finally { } })|};")]
    [InlineData("await {|RG2005:sub.SubscribeAsync(channel, async (c, v) => await Task.Yield())|};")]
    [InlineData("{|RG2005:sub.Subscribe(channel, OnVoid)|};")]
    [InlineData("{|RG2005:sub.Subscribe(channel, new Action<RedisChannel, RedisValue>(async (c, v) => await Task.Yield()))|};")]
    [InlineData("{|RG2005:sub.Subscribe(channel, (Action<RedisChannel, RedisValue>)(async (c, v) => await Task.Yield()))|};")]
    [InlineData("{|RG2005:sub.Subscribe(channel, flag ? async (c, v) => await Task.Yield() : OnSync)|};")]
    [InlineData("{|RG2005:(await sub.SubscribeAsync(channel)).OnMessage(OnVoidMessage)|};")]
    [InlineData("{|RG2005:Register(async (c, v) => await Task.Yield())|};")]
    [InlineData("_ = {|RG2005:new Wrapper(async (c, v) => await Task.Yield())|};")]
    [InlineData("Action<RedisChannel, RedisValue> handler = {|RG2005:async (c, v) => await Task.Yield()|}; sub.Subscribe(channel, handler);")]
    [InlineData("async void Local(RedisChannel c, RedisValue v) => await Task.Yield(); {|RG2005:sub.Subscribe(channel, Local)|};")]
    public Task AsyncVoid_IsReported(string statement) => VerifyAsync(statement);

    [Theory]
    [InlineData("sub.Subscribe(channel, (c, v) => Console.WriteLine(v));")]
    [InlineData("sub.Subscribe(channel, OnSync);")]
    [InlineData("sub.Subscribe(channel, (c, v) => { _ = OnTaskAsync(v); });")]
    [InlineData("(await sub.SubscribeAsync(channel)).OnMessage(async m => await Task.Yield());")]
    [InlineData("(await sub.SubscribeAsync(channel)).OnMessage(OnMessageAsync);")]
    [InlineData("sub.Subscribe(channel).OnMessage(m => Task.CompletedTask);")]
    [InlineData("Action<string, int> other = async (s, i) => await Task.Yield(); other(\"\", 1);")]
    [InlineData("Action<string> other = async s => await Task.Yield(); other(\"\");")]
    [InlineData("Task.Run(async () => await Task.Yield()).Wait();")]
    public Task AwaitedOrSynchronous_IsSilent(string statement) => VerifyAsync(statement);

    [Theory]
    [InlineData("sub.Subscribe(channel, async (c, v) => { try { await Task.Yield(); } catch (Exception e) { Console.WriteLine(e); } });")]
    [InlineData("sub.Subscribe(channel, async (c, v) => { string? id = null; try { id = v; await Task.Yield(); } catch (InvalidOperationException) { } catch { Console.WriteLine(id); } });")]
    [InlineData("sub.Subscribe(channel, async delegate { try { await Task.Yield(); } catch (System.Exception) { } finally { Console.WriteLine(); } });")]
    [InlineData("sub.Subscribe(channel, OnCaught);")]
    [InlineData("async void Local(RedisChannel c, RedisValue v) { try { await Task.Yield(); } catch { } } sub.Subscribe(channel, Local);")]
    public Task NothingCanLeaveIt_IsSilent(string statement) => VerifyAsync(statement);

    [Theory]
    [InlineData("var id = int.Parse(v.ToString()); try { await Task.Delay(id); } catch (Exception) { }")]
    [InlineData("try { await Task.Yield(); } catch (InvalidOperationException) { }")]
    [InlineData("try { await Task.Yield(); } catch (Exception e) when (e is not OperationCanceledException) { }")]
    [InlineData("try { await Task.Yield(); } catch (Exception e) { Console.WriteLine(e); throw; }")]
    [InlineData("try { await Task.Yield(); } catch (OperationCanceledException) { throw; } catch (Exception) { }")]
    [InlineData("try { await Task.Yield(); } catch (Exception) { } finally { await Task.Yield(); }")]
    [InlineData("try { await Task.Yield(); } catch (Exception) { } await Task.Yield();")]
    public Task SomethingCanLeaveIt_IsReported(string body)
        => VerifyAsync($"{{|RG2005:sub.Subscribe(channel, async (c, v) => {{ {body} }})|}};");

    [Fact]
    public Task MuchAtOneCall_IsTwoFaults() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        sealed class Screen : IDisposable
        {
            private string? _last;
            public Screen(ISubscriber sub) => {|RG2001:{|RG2005:sub.Subscribe(RedisChannel.Literal("a"), async (c, v) => { await Task.Yield(); _last = v; })|}|};
            public void Dispose() => Console.WriteLine(_last);
        }
        """);

    [Fact]
    public Task Message() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        class Bus(ISubscriber sub)
        {
            public void Start() => {|#0:sub.Subscribe(RedisChannel.Literal("a"), async (c, v) => await Task.Yield())|};
        }
        """,
        setup: null,
        new DiagnosticResult("RG2005", DiagnosticSeverity.Warning).WithLocation(0).WithMessage(
            "The handler given to 'ISubscriber.Subscribe' is async void: nobody awaits it, and an exception in it ends the process; subscribe a queue and give an async handler to its OnMessage"));

    private static Task VerifyAsync(string statement) => AllRules.VerifyAsync(
        $$"""
        using StackExchange.Redis;

        class Bus
        {
            public static async Task StartAsync(ISubscriber sub, RedisChannel channel, bool flag)
            {
                {{statement}}
                await Task.Yield();
            }

            private static async void OnVoid(RedisChannel channel, RedisValue value) => await Task.Yield();
            private static async void OnCaught(RedisChannel channel, RedisValue value) { try { await Task.Yield(); } catch (Exception e) { Console.WriteLine(e); } }
            private static async void OnVoidMessage(ChannelMessage message) => await Task.Yield();
            private static void OnSync(RedisChannel channel, RedisValue value) { }
            private static async Task OnTaskAsync(RedisValue value) => await Task.Yield();
            private static async Task OnMessageAsync(ChannelMessage message) => await Task.Yield();
            public static void Register(Action<RedisChannel, RedisValue> handler) { }
            public static void Use() { OnVoid(default, default); OnVoidMessage(default); OnSync(default, default); _ = OnTaskAsync(default); _ = OnMessageAsync(default); }
        }

        sealed class Wrapper { public Wrapper(Action<RedisChannel, RedisValue> handler) { } }
        """);
}
