using RedisGuard.Verification;

namespace RedisGuard.Analyzers.Tests.Connections;

/// <summary>Code that doesn't compile yet, or here: what can be told is told, and the rest is left alone.</summary>
public class BrokenCodeTests
{
    [Theory]
    [InlineData("var c = {|RG1002:ConnectionMultiplexer.Connect(Settings.Missing)|};")]
    [InlineData("var c = {|RG1002:ConnectionMultiplexer.Connect(new Missing())|}; c.GetDatabase().Ping();")]
    [InlineData("using var c = {|RG1001:ConnectionMultiplexer.Connect(Settings.Missing)|};")]
    [InlineData("var c = await {|RG1002:ConnectionMultiplexer.ConnectAsync(_options.Value.Redis)|};")]
    [InlineData("{|RG1001:ConnectionMultiplexer.Connect(Settings.Missing)|}.GetDatabase().StringSet(\"k\", \"v\");")]
    [InlineData("var c = {|RG1002:ConnectionMultiplexer.Connect(\"a\")|}; Missing x = c.GetDatabase();")]
    public Task UnresolvedArgument_IsAConnectAllTheSame(string statement) => VerifyAsync(statement);

    [Theory]
    [InlineData("var c = ConnectionMultiplexer.Connect(\"a\"); Missing.Keep(c);")]
    [InlineData("var c = ConnectionMultiplexer.Connect(\"a\"); new Missing(c);")]
    [InlineData("var c = ConnectionMultiplexer.Connect(\"a\"); missing = c;")]
    [InlineData("var c = ConnectionMultiplexer.Connect(\"a\"); return c;")]
    [InlineData("Missing c = ConnectionMultiplexer.Connect(\"a\"); c.Dispose2();")]
    [InlineData("missing.Field = ConnectionMultiplexer.Connect(\"a\");")]
    [InlineData("services.AddMissing(ConnectionMultiplexer.Connect(Settings.Missing));")]
    [InlineData("ConnectionMultiplexer.Connekt(\"a\");")]
    [InlineData("ConnectionMultiplexer.Connect;")]
    [InlineData("ConnectionMultiplexer.")]
    [InlineData("var c = ConnectionMultiplexer.Connect")]
    public Task UnresolvedReceiver_MayKeepIt(string statement) => VerifyAsync(statement);

    [Theory]
    [InlineData("builder.RegisterType<RedisService>().AsSelf().SingleInstance();")]
    [InlineData("services.AddSingleton<IMissing, RedisService>();")]
    [InlineData("kernel.Bind<RedisService>().ToSelf().InSingletonScope();")]
    [InlineData("kernel.Bind<IMissing>().To<RedisService>().InSingletonScope();")]
    public Task RegistrationThatDoesntBind_SpeaksForASingleton(string registration) => VerifyServiceAsync(registration, "ConnectionMultiplexer.ConnectAsync(cs)");

    [Theory]
    [InlineData("builder.RegisterType<RedisService>().AsSelf();")]
    [InlineData("kernel.Bind<RedisService>().ToSelf();")]
    [InlineData("kernel.Bind<Other>().To<Another>().InSingletonScope(); new RedisService();")]
    [InlineData("builder.RegisterType<Other>().SingleInstance(); new RedisService();")]
    public Task RegistrationThatDoesntBind_AndSaysNothing_ChangesNothing(string registration)
        => VerifyServiceAsync(registration, "{|RG1003:ConnectionMultiplexer.ConnectAsync(cs)|}");

    [Fact]
    public Task CyclicTypes_EndAndAreSilent() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        class A : B { ConnectionMultiplexer Open() => Open(); }
        class B : A { public IConnectionMultiplexer Redis => Redis; }
        interface I : J { }
        interface J : I { }
        struct S { S _s; ConnectionMultiplexer C { get => C; } }
        """,
        new() { Broken = true });

    [Fact]
    public Task TwoOfTheSameType_StillWork() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        class Cache
        {
            public void Warm() { var c = {|RG1002:ConnectionMultiplexer.Connect("a")|}; c.GetDatabase().Ping(); }
        }

        class Cache
        {
            public void Warm() { var c = {|RG1002:ConnectionMultiplexer.Connect("a")|}; c.GetDatabase().Ping(); }
        }
        """,
        new() { Broken = true });

    private static Task VerifyServiceAsync(string registration, string opening) => AllRules.VerifyAsync(
        $$"""
        using System.Threading.Tasks;
        using StackExchange.Redis;

        public class Other { }

        public class RedisService
        {
            public ConnectionMultiplexer? Connection { get; set; }

            public async Task InitAsync(string cs) => Connection = await {{opening}};
        }

        static class Module
        {
            public static void Load(Missing builder, Missing services) { {{registration}} }
        }
        """,
        new() { Broken = true });

    private static Task VerifyAsync(string statement) => AllRules.VerifyAsync(
        $$"""
        using StackExchange.Redis;

        public class Cache
        {
            public async Task M()
            {
                {{statement}}
            }
        }
        """,
        new() { Broken = true });
}
