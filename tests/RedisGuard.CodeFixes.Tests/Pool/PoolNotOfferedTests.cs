using RedisGuard.Verification;

namespace RedisGuard.CodeFixes.Tests.Pool;

/// <summary>Where the connection must stay the class, or somebody else may close it, there is no such fix.</summary>
public class PoolNotOfferedTests
{
    [Theory]
    [InlineData("void M() { ConnectionMultiplexer c = [|ConnectionMultiplexer.Connect(\"a\")|]; Use(c); }  void Use(ConnectionMultiplexer c) { }")]
    [InlineData("ConnectionMultiplexer M() { var c = [|ConnectionMultiplexer.Connect(\"a\")|]; return c; }")]
    [InlineData("IConnectionMultiplexer M() { var c = [|ConnectionMultiplexer.Connect(\"a\")|]; return c; }")]
    [InlineData("IConnectionMultiplexer M() => [|ConnectionMultiplexer.Connect(\"a\")|];")]
    [InlineData("Func<IConnectionMultiplexer> M() => () => [|ConnectionMultiplexer.Connect(\"a\")|];")]
    [InlineData("void M() { using var c = [|ConnectionMultiplexer.Connect(\"a\")|]; c.GetSentinelMasterConnection(new ConfigurationOptions()); }")]
    public Task ValueThatMustStay_HasNoFix(string members) => Verify(members);

    [Theory]
    [InlineData("void M() { var c = [|ConnectionMultiplexer.Connect(\"a\")|]; Console.CancelKeyPress += (_, _) => c.Dispose(); }")]
    [InlineData("void M(bool own) { var c = [|ConnectionMultiplexer.Connect(\"a\")|]; if (own) { c.Dispose(); } }")]
    [InlineData("async Task M() { var c = [|ConnectionMultiplexer.Connect(\"a\")|]; await Task.WhenAll(c.CloseAsync(), Task.Delay(1)); }")]
    [InlineData("void M(IConnectionMultiplexer other) { IConnectionMultiplexer c = [|ConnectionMultiplexer.Connect(\"a\")|]; c = other; c.Dispose(); }")]
    [InlineData("void M(ConnectionMultiplexer other) { using ConnectionMultiplexer c = [|ConnectionMultiplexer.Connect(\"a\")|], d = other; }")]
    [InlineData("void M() => [|ConnectionMultiplexer.Connect(\"a\")|].Dispose();")]
    [InlineData("void M() { var c = [|ConnectionMultiplexer.Connect(\"a\")|]; using (var d = c) { d.GetDatabase(); } }")]
    public Task ClosingThatCannotBeTakenOut_HasNoFix(string members) => Verify(members);

    [Fact]
    public Task FieldThatItsTypeCloses_HasNoFix() => Verify(
        """
        private IConnectionMultiplexer? _connection;

        void Open() => _connection = [|ConnectionMultiplexer.Connect("a")|];

        void Stop() => Interlocked.Exchange(ref _connection, null)?.Dispose();
        """);

    [Fact]
    public Task LocalStoredInAFieldThatItsTypeCloses_HasNoFix() => Verify(
        """
        private IConnectionMultiplexer? _connection;

        void Open()
        {
            var connection = [|ConnectionMultiplexer.Connect("a")|];
            _connection = connection;
        }

        void Stop() => _connection?.Dispose();
        """);

    [Theory]
    [InlineData("void M() { var c = [|ConnectionMultiplexer.Connect(\"a\")|]; Stop(c); } static void Stop(IConnectionMultiplexer c) => c.Close();")]
    [InlineData("void M() { var c = [|ConnectionMultiplexer.Connect(\"a\")|]; Stop(now: true, c: c); } static void Stop(IDisposable c, bool now) { using (c) { } }")]
    [InlineData("void M() => Stop([|ConnectionMultiplexer.Connect(\"a\")|]); static void Stop(IConnectionMultiplexer c) { c.Dispose(); }")]
    [InlineData("object M() { var c = [|ConnectionMultiplexer.Connect(\"a\")|]; return new Owner(c); } sealed class Owner(IConnectionMultiplexer c) : IDisposable { public void Dispose() => c.Dispose(); }")]
    [InlineData("List<IConnectionMultiplexer> all = new(); void M() { var c = [|ConnectionMultiplexer.Connect(\"a\")|]; all.Add(c); }")]
    [InlineData("List<IConnectionMultiplexer> all = new(); void M() => all.Add([|ConnectionMultiplexer.Connect(\"a\")|]);")]
    public Task ConnectionThatIsHandedOver_HasNoFix(string members) => Verify(members);

    [Theory]
    [InlineData("void M() { using var c = [|ConnectionMultiplexer.Connect(\"a\")|]; c.ConnectionFailed += (_, _) => { }; }")]
    [InlineData("void M() { using var c = [|ConnectionMultiplexer.Connect(\"a\")|]; c.RegisterProfiler(() => null); }")]
    [InlineData("void M() { using var c = [|ConnectionMultiplexer.Connect(\"a\")|]; var s = c.GetSubscriber(); s.Subscribe(RedisChannel.Literal(\"x\"), (_, _) => { }); }")]
    [InlineData("void M() => [|ConnectionMultiplexer.Connect(\"a\")|].GetSubscriber().Subscribe(RedisChannel.Literal(\"x\"), (_, _) => { });")]
    public Task HandlersThatDiedWithTheConnection_HaveNoFix(string members) => Verify(members);

    [Theory]
    [InlineData("Task<ConnectionMultiplexer> M() => [|ConnectionMultiplexer.ConnectAsync(\"a\")|];")]
    [InlineData("async Task M() { var t = [|ConnectionMultiplexer.ConnectAsync(\"a\")|]; var c = await t; c.Dispose(); }")]
    [InlineData("async Task M() { var cs = await Task.WhenAll([|ConnectionMultiplexer.ConnectAsync(\"a\")|]); cs[0].Dispose(); }")]
    public Task TaskThatGoesElsewhere_HasNoFix(string members) => Verify(members);

    [Theory]
    [InlineData("object M(TextWriter log) => [|ConnectionMultiplexer.Connect(\"a\", log)|].GetDatabase();")]
    [InlineData("object M() => [|ConnectionMultiplexer.Connect(\"a\", o => o.Ssl = true)|].GetDatabase();")]
    [InlineData("object M() => [|ConnectionMultiplexer.SentinelConnect(\"a\")|].GetDatabase();")]
    [InlineData("object M(IConnectionMultiplexer? given) => (given ?? [|ConnectionMultiplexer.Connect(\"a\")|]).GetDatabase();")]
    public Task CallThePoolHasNoFormFor_HasNoFix(string members) => Verify(members);

    [Fact]
    public Task AnotherCure_IsNotThisFix() =>
        FixVerifier<PoolFixProvider>.VerifyNotOfferedAsync(
            Snippet.InClass("""object M() => [|ConnectionMultiplexer.Connect("a")|].GetDatabase();"""),
            new() { Fixes = "Lazy,AwaitUsing" });

    private static Task Verify(string members) => FixVerifier<PoolFixProvider>.VerifyNotOfferedAsync(Snippet.InClass(members));
}
