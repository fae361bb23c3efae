using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using RedisGuard.Verification;

namespace RedisGuard.Analyzers.Tests.Secrets;

/// <summary>RG5002, Password in source.</summary>
public class RG5002Tests
{
    [Theory]
    [InlineData("""Keep(ConfigurationOptions.Parse({|RG5002:"redis.example.com:6379,password=hunter2"|}));""")]
    [InlineData("""Keep(ConfigurationOptions.Parse({|RG5002:"redis.example.com:6379, Password = hunter2 ,ssl=true"|}));""")]
    [InlineData("""Keep(ConfigurationOptions.Parse({|RG5002:"localhost,password=hunter2"|}));""")]
    [InlineData("""const string local = {|RG5002:"redis,password=hunter2"|}; Keep(ConfigurationOptions.Parse(local));""")]
    [InlineData("""var local = {|RG5002:"redis,password=hunter2"|}; Keep(ConfigurationOptions.Parse(local));""")]
    [InlineData("""var local = $"{host}{|RG5002::6379,password=hunter2,ssl=true|}"; Keep(ConfigurationOptions.Parse(local));""")]
    [InlineData("""Keep(ConfigurationOptions.Parse(host + {|RG5002:",password=hunter2"|}));""")]
    [InlineData("""Keep(ConfigurationOptions.Parse(string.Format({|RG5002:"{0},password=hunter2"|}, host)));""")]
    [InlineData("""Keep(new ConfigurationOptions { EndPoints = { host }, Password = {|RG5002:"hunter2"|} });""")]
    [InlineData("""options.Password = {|RG5002:"hunter2"|};""")]
    [InlineData("""var local = {|RG5002:"hunter2"|}; options.Password = local;""")]
    [InlineData("""Keep(ConfigurationOptions.Parse({|RG5002:"rediss://app:hunter2@redis.example.com:6380"|}));""")]
    [InlineData("""Keep(ConfigurationOptions.Parse({|RG5002:"redis://:hunter2@redis.example.com"|}));""")]
    [InlineData("""Keep(ConfigurationOptions.Parse(host.Length > 3 ? {|RG5002:"eu:6379,password=hunter2"|} : "us:6379"));""")]
    [InlineData("""ConfigurationOptions Open(string text = {|RG5002:"eu:6379,password=hunter2"|}) => ConfigurationOptions.Parse(text); Keep(Open());""")]
    [InlineData("""Keep(ConfigurationOptions.Parse(string.Format("{0}:6379,password={1},ssl=true", host, {|RG5002:"hunter2"|})));""")]
    [InlineData("""Keep(ConfigurationOptions.Parse(string.Concat(host, ":6379", ",ssl=true", ",password=", {|RG5002:"hunter2"|})));""")]
    [InlineData("""Keep(ConfigurationOptions.Parse(string.Join(",", "redis.example.com", "ssl=true", {|RG5002:"password=hunter2"|}, "name=a")));""")]
    [InlineData("""Keep(ConfigurationOptions.Parse(string.Join(',', new[] { host, {|RG5002:"password=hunter2"|} })));""")]
    [InlineData("""var text = host; text += {|RG5002:",password=hunter2"|}; if (host.Length > 3) { text += ",ssl=true"; } Keep(ConfigurationOptions.Parse(text));""")]
    [InlineData("""var text = host; text += ",password="; text += {|RG5002:"hunter2"|}; Keep(ConfigurationOptions.Parse(text));""")]
    [InlineData("""var text = new StringBuilder(host); text.Append(",password=").Append({|RG5002:"hunter2"|}); text.Append(",ssl=true"); Keep(ConfigurationOptions.Parse(text.ToString()));""")]
    [InlineData("""Keep(ConfigurationOptions.Parse(new StringBuilder({|RG5002:"redis,password=hunter2"|}).Append(",ssl=true").ToString()));""")]
    [InlineData("""var text = new StringBuilder("redis").Append({|RG5002:",password=hunter2"|}); Keep(ConfigurationOptions.Parse(text.ToString()));""")]
    [InlineData("""Keep(ConfigurationOptions.Parse(host switch { "eu" => {|RG5002:"eu:6379,password=hunter2"|}, _ => "us:6379" }));""")]
    [InlineData("""Keep(ConfigurationOptions.Parse(configuration["Redis"] ?? {|RG5002:"redis.example.com,password=hunter2"|}));""")]
    [InlineData("""var text = Environment.GetEnvironmentVariable("REDIS") ?? {|RG5002:"rediss://app:hunter2@redis.example.com"|}; Keep(ConfigurationOptions.Parse(text));""")]
    [InlineData("""options.Password = configuration["Redis:Password"] ?? {|RG5002:"hunter2"|};""")]
    [InlineData("""options.Password ??= {|RG5002:"hunter2"|};""")]
    [InlineData("""options.Password = host.Length > 3 ? secret : {|RG5002:"hunter2"|};""")]
    [InlineData("""string? password = configuration["P"]; password ??= {|RG5002:"hunter2"|}; options.Password = password;""")]
    [InlineData("""Keep(ConfigurationOptions.Parse($"redis.example.com,password={configuration["P"] ?? {|RG5002:"hunter2"|}}"));""")]
    [InlineData("""Keep(ConfigurationOptions.Parse("redis.example.com,password=" + (host.Length > 3 ? secret : {|RG5002:"hunter2"|})));""")]
    public Task WrittenPassword_IsReported(string statement) => VerifyAsync(statement);

    [Theory]
    [InlineData("""Keep(ConfigurationOptions.Parse("localhost"));""")]
    [InlineData("""Keep(ConfigurationOptions.Parse("redis.example.com:6379,ssl=true,abortConnect=false"));""")]
    [InlineData("""Keep(ConfigurationOptions.Parse("redis.example.com,password="));""")]
    [InlineData("""Keep(ConfigurationOptions.Parse($"redis.example.com,password={secret}"));""")]
    [InlineData("""Keep(ConfigurationOptions.Parse("redis.example.com,password=" + secret));""")]
    [InlineData("""Keep(ConfigurationOptions.Parse(string.Format("{0},password={1}", host, secret)));""")]
    [InlineData("""Keep(ConfigurationOptions.Parse("redis.example.com,password=<password>"));""")]
    [InlineData("""Keep(ConfigurationOptions.Parse("redis.example.com,password=***"));""")]
    [InlineData("""Keep(ConfigurationOptions.Parse("redis.example.com,password=${REDIS_PASSWORD}"));""")]
    [InlineData("""Keep(ConfigurationOptions.Parse("redis.example.com,password=yourPassword"));""")]
    [InlineData("""Keep(ConfigurationOptions.Parse("redis://redis.example.com:6379"));""")]
    [InlineData("""Keep(ConfigurationOptions.Parse("redis://redis.example.com:6379/0?x=a:b@c"));""")]
    [InlineData("""Keep(ConfigurationOptions.Parse(Environment.GetEnvironmentVariable("REDIS")!));""")]
    [InlineData("""Keep(ConfigurationOptions.Parse(configuration["Redis:password=x"]!));""")]
    [InlineData("""Keep(ConfigurationOptions.Parse(configuration.GetConnectionString("Redis") ?? "localhost"));""")]
    [InlineData("""Keep(ConfigurationOptions.Parse(Environment.GetEnvironmentVariable("REDIS") ?? "localhost,password=hunter2"));""")]
    [InlineData("""Keep(ConfigurationOptions.Parse(Environment.GetEnvironmentVariable("REDIS") ?? "127.0.0.1:6379,password=hunter2"));""")]
    [InlineData("""Keep(ConfigurationOptions.Parse(Environment.GetEnvironmentVariable("REDIS") ?? "redis://:hunter2@localhost:6379"));""")]
    [InlineData("""Keep(ConfigurationOptions.Parse(Environment.GetEnvironmentVariable("REDIS") ?? $"{host},password=hunter2"));""")]
    [InlineData("""Keep(ConfigurationOptions.Parse("redis.example.com,password=changeme"));""")]
    [InlineData("""Keep(ConfigurationOptions.Parse("redis.example.com,password=CHANGE_ME"));""")]
    [InlineData("""Keep(ConfigurationOptions.Parse(string.Join(",", "redis.example.com", "password=" + secret)));""")]
    [InlineData("""Keep(ConfigurationOptions.Parse(string.Join(",", configuration.GetChildren().Select(c => c.Value))));""")]
    [InlineData("""var text = host; text += ",password="; text += secret; Keep(ConfigurationOptions.Parse(text));""")]
    [InlineData("""var text = host; text += ",password=hunter2"; text = configuration["Redis"]!; Keep(ConfigurationOptions.Parse(text));""")]
    [InlineData("""var text = new StringBuilder("redis"); text.Append(",password=").Append(secret).Append(",ssl=true"); Keep(ConfigurationOptions.Parse(text.ToString()));""")]
    [InlineData("""var text = new StringBuilder("redis"); text.Append(",password=").AppendFormat("{0}", secret).Append("x"); Keep(ConfigurationOptions.Parse(text.ToString()));""")]
    [InlineData("""var other = new StringBuilder(",password=hunter2"); var text = new StringBuilder("redis"); Keep(ConfigurationOptions.Parse(text.ToString())); Console.WriteLine(other);""")]
    [InlineData("""options.Password = secret;""")]
    [InlineData("""options.Password = configuration["Redis:Password"];""")]
    [InlineData("""options.Password = Environment.GetEnvironmentVariable("REDIS_PASSWORD");""")]
    [InlineData("""options.Password = "";""")]
    [InlineData("""options.Password = null;""")]
    [InlineData("""options.User = "app";""")]
    [InlineData("""new Login().Password = "hunter2";""")]
    [InlineData("""int.TryParse("password=hunter2", out _);""")]
    public Task PasswordFromElsewhere_IsSilent(string statement) => VerifyAsync(statement);

    [Fact]
    public Task ConstantsAndFields_AreReportedWhereTheyAreWritten_Once() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        static class Settings
        {
            public const string Cache = Host + {|RG5002:",password=hunter2"|};
            private const string Host = "redis.example.com";
            private const string Secret = {|RG5002:"hunter3"|};
            private static readonly string s_other = {|RG5002:"redis.example.com,password=hunter4"|};
            private static string Third { get; } = {|RG5002:"redis.example.com,password=hunter5"|};
            private static string Fourth => {|RG5002:"redis.example.com,password=hunter6"|};

            public static ConfigurationOptions[] All() => new[]
            {
                ConfigurationOptions.Parse(Cache),
                ConfigurationOptions.Parse(Settings.Cache, ignoreUnknown: true),
                ConfigurationOptions.Parse($"{Host},password={Secret}"),
                ConfigurationOptions.Parse(s_other),
                ConfigurationOptions.Parse(Third),
                ConfigurationOptions.Parse(Fourth),
                new ConfigurationOptions { Password = Secret },
            };
        }
        """);

    [Fact]
    public Task EveryWayToConnect_IsReported() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        static class Program
        {
            public static async Task Main()
            {
                using var first = ConnectionMultiplexer.Connect({|RG5002:"a,password=hunter2"|});
                using var second = await ConnectionMultiplexer.ConnectAsync({|RG5002:"b,password=hunter2"|}, o => o.Ssl = true);
                using var third = ConnectionMultiplexer.SentinelConnect({|RG5002:"c,password=hunter2"|});
                using var fourth = await ConnectionMultiplexer.SentinelConnectAsync({|RG5002:"d,password=hunter2"|});
            }
        }
        """);

    [Fact]
    public Task CacheAndPool_AreReported() => AllRules.VerifyAsync(
        """
        using Microsoft.Extensions.Caching.StackExchangeRedis;
        using RedisGuard.Pool;
        using StackExchange.Redis;

        static class Registration
        {
            public static RedisPool Pool() => RedisPool.For({|RG5002:"rediss://app:hunter2@redis.example.com"|});
            public static RedisPoolOptions Options() => new() { Configuration = {|RG5002:"redis,password=hunter2"|} };
            public static void Configure(RedisCacheOptions options) => options.Configuration = {|RG5002:"redis,password=hunter3"|};
        }

        namespace Microsoft.Extensions.Caching.StackExchangeRedis
        {
            class RedisCacheOptions { public string? Configuration { get; set; } }
        }
        """,
        new() { Pool = true });

    [Theory]
    [InlineData("AddRedis")]
    [InlineData("AddStackExchangeRedis")]
    [InlineData("AddRedisGuard")]
    public Task MethodThatRegisters_IsReported(string name) => AllRules.VerifyAsync(
        $$"""
        using StackExchange.Redis;

        static class Startup
        {
            public static void Configure(Services services) => services.{{name}}({|RG5002:"redis,password=hunter2"|});
        }

        class Services { }

        static class Extensions
        {
            public static Services {{name}}(this Services services, string configuration) => services;
        }
        """);

    [Fact]
    public Task Sample_IsSilent() => AllRules.VerifyAsync(
        "class Nothing { }",
        new() { Files = [("/src/samples/Shop/Program.cs", """using StackExchange.Redis; class C { public object M() => ConfigurationOptions.Parse("a,password=hunter2"); }""")] });

    [Fact]
    public Task TestCode_IsSilent() => AllRules.VerifyAsync(
        Source("""options.Password = "hunter2";"""), new() { TestFramework = TestFramework.Xunit });

    [Fact]
    public Task Message_KeepsTheSecret() => AllRules.VerifyAsync(
        Source("""options.Password = {|#0:"hunter2"|};"""),
        setup: null,
        new DiagnosticResult("RG5002", DiagnosticSeverity.Warning).WithLocation(0).WithMessage(
            "The password of a Redis server stands in the source: everybody who has the source can use the server; read it from the configuration or a secret store"));

    [Fact]
    public Task NoLibrary_IsSilent() => AllRules.VerifyWithoutLibraryAsync(
        """
        class ConfigurationOptions { public string? Password { get; set; } public static object Parse(string text) => text; }
        class C { public object M() => ConfigurationOptions.Parse("a,password=hunter2").ToString() + new ConfigurationOptions { Password = "hunter2" }.Password; }
        """);

    [Fact]
    public Task LookAlike_IsSilent() => AllRules.VerifyAsync(
        """
        class ConfigurationOptions { public string? Password { get; set; } public static object Parse(string text) => text; }
        class C { public object M() => ConfigurationOptions.Parse("a,password=hunter2").ToString() + new ConfigurationOptions { Password = "hunter2" }.Password; }
        """);

    [Fact]
    public Task UnfinishedCode_IsSilent() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;
        class C { const string A = B; const string B = A; static string D => E; static string E => D; void M() { ConfigurationOptions.Parse(A); ConfigurationOptions.Parse(D); ConfigurationOptions.Parse("password=
        """,
        new() { Broken = true });

    private static Task VerifyAsync(string statement) => AllRules.VerifyAsync(Source(statement));

    private static string Source(string statement) =>
        $$"""
        using System.Text;
        using Microsoft.Extensions.Configuration;
        using StackExchange.Redis;

        class Login { public string? Password { get; set; } }

        class Service
        {
            public void M(ConfigurationOptions options, IConfiguration configuration, string host, string secret)
            {
                {{statement}}
            }

            private static void Keep(ConfigurationOptions options) => Console.WriteLine(options.EndPoints.Count);
        }
        """;
}
