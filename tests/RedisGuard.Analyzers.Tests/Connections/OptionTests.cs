using RedisGuard.Verification;

namespace RedisGuard.Analyzers.Tests.Connections;

/// <summary>The <c>redisguard.…</c> keys that name members and attributes of the user's own.</summary>
public class OptionTests
{
    private const string Library = """
        using StackExchange.Redis;

        namespace Acme
        {
            public interface IRedis
            {
                IConnectionMultiplexer Open(string name);
                IConnectionMultiplexer Open(int number);
                void Shut(IConnectionMultiplexer connection);
            }

            public static class Connections
            {
                public static void GiveBack(IConnectionMultiplexer connection) => Kept.Add(connection);
                private static readonly List<IConnectionMultiplexer> Kept = new();
            }

            public sealed class OnceAttribute : Attribute { }
            public sealed class EachTimeAttribute : Attribute { }
        }
        """;

    [Theory]
    [InlineData("M:Acme.IRedis.Open(System.String)")]
    [InlineData("Acme.IRedis.Open(System.String)")]
    [InlineData("M:Nothing.Here | M:Acme.IRedis.Open(System.String) |")]
    public Task AcquiringMember_OpensAConnection(string value) => VerifyAsync(
        "public void M(Acme.IRedis redis) { var a = {|RG1002:redis.Open(\"a\")|}; var b = redis.Open(1); a.GetDatabase().Ping(); b.GetDatabase().Ping(); }",
        $"redisguard.additional_acquiring_members = {value}");

    [Theory]
    [InlineData("M:Acme.IRedis.Open")]
    [InlineData("Acme.IRedis.Open")]
    public Task AcquiringMemberWithoutParentheses_MeansAllOverloads(string value) => VerifyAsync(
        "public void M(Acme.IRedis redis) { var a = {|RG1002:redis.Open(\"a\")|}; var b = {|RG1002:redis.Open(1)|}; a.GetDatabase().Ping(); b.GetDatabase().Ping(); }",
        $"redisguard.additional_acquiring_members = {value}");

    [Theory]
    [InlineData("")]
    [InlineData("|")]
    [InlineData("M:")]
    [InlineData("M:Acme.IRedis")]
    [InlineData("T:Acme.IRedis")]
    [InlineData("M:Acme.IRedis.Open(")]
    [InlineData("not an id at all")]
    [InlineData("...")]
    [InlineData("M:Acme.IRedis.")]
    public Task MalformedMember_IsNoMember(string value) => VerifyAsync(
        "public void M(Acme.IRedis redis) { var a = redis.Open(\"a\"); a.GetDatabase().Ping(); var c = {|RG1002:ConnectionMultiplexer.Connect(\"a\")|}; }",
        $"redisguard.additional_acquiring_members = {value}\nredisguard.additional_releasing_members = {value}");

    [Fact]
    public Task ReleasingMember_ClosesAConnection() => VerifyAsync(
        "public void M() { var c = {|RG1001:ConnectionMultiplexer.Connect(\"a\")|}; Acme.Connections.GiveBack(c); }",
        "redisguard.additional_releasing_members = M:Acme.Connections.GiveBack");

    [Fact]
    public Task ReleasingMemberUnset_Keeps() => VerifyAsync(
        "public void M() { var c = ConnectionMultiplexer.Connect(\"a\"); Acme.Connections.GiveBack(c); }",
        "redisguard.additional_releasing_members =");

    [Theory]
    [InlineData("Once")]
    [InlineData(" Other | Once ")]
    public Task OnceAttribute_MarksCodeThatRunsOnce(string value) => VerifyAsync(
        "[Acme.Once] public void M() { using var c = ConnectionMultiplexer.Connect(\"a\"); } public void N() { using var c = {|RG1001:ConnectionMultiplexer.Connect(\"a\")|}; }",
        $"redisguard.additional_once_attributes = {value}");

    [Fact]
    public Task PerCallAttribute_MarksCodeThatRunsAgainAndAgain() => AllRules.VerifyAsync(
        """
        using Microsoft.Extensions.Hosting;
        using StackExchange.Redis;

        class Worker : BackgroundService
        {
            [Acme.EachTime]
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                await using var connection = await {|RG1001:ConnectionMultiplexer.ConnectAsync("a")|};
            }
        }
        """,
        Setup("redisguard.additional_per_call_attributes = EachTime"));

    private static Task VerifyAsync(string member, string options) => AllRules.VerifyAsync(
        $$"""
        using StackExchange.Redis;

        class Cache
        {
            {{member}}
        }
        """,
        Setup(options));

    private static TestSetup Setup(string options) => new() { EditorConfig = options, Files = [("Acme.cs", Library)] };
}
