using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.Analyzers.Connections;

namespace RedisGuard.Analyzers.Tests.Connections;

/// <summary>The connections of tests that are settled by their text: no flow runs for them, so nothing that leads out may be among them.</summary>
public class UsingInPlaceTests
{
    [Theory]
    [InlineData("var db = redis.GetDatabase(); db.StringSet(key, value); Assert.True(db.StringGet(key).HasValue);")]
    [InlineData("await redis.GetDatabase(0).PingAsync().ConfigureAwait(false);")]
    [InlineData("redis.GetDatabase().PingAsync().Wait(); _ = redis.GetDatabase().PingAsync().ConfigureAwait(false).GetAwaiter().GetResult();")]
    [InlineData("var server = redis.GetServers()[0]; while (server.LastSave().Ticks == 0) { }")]
    [InlineData("var server = redis.GetServers().Single(); server.FlushDatabase(); redis.GetServers().First().Save(SaveType.ForegroundSave);")]
    [InlineData("var e = Assert.Throws<RedisException>(() => redis.GetDatabase().Execute(name));")]
    [InlineData("var db = redis.GetDatabase(); await Assert.ThrowsAsync<RedisException>(async () => await db.PingAsync());")]
    [InlineData("ClassicAssert.DoesNotThrow(() => { var db = redis.GetDatabase(); db.Ping(); });")]
    [InlineData("var db = redis.GetDatabase(); Lent(db); Lent(redis); Lent(redis.GetDatabase());")]
    [InlineData("Assert.True(redis.IsConnected);")]
    public void WhatStaysInPlace_IsKept(string body) => Assert.True(Keeps(body));

    [Theory]
    [InlineData("_db = redis.GetDatabase();")]
    [InlineData("var other = redis;")]
    [InlineData("return redis.GetDatabase();")]
    [InlineData("var task = redis.GetDatabase().PingAsync();")]
    [InlineData("var task = redis.GetDatabase().PingAsync().ConfigureAwait(false);")]
    [InlineData("redis.GetSubscriber().Subscribe(channel, handler);")]
    [InlineData("redis.Dispose();")]
    [InlineData("redis.GetDatabase().Multiplexer.Dispose();")]
    [InlineData("foreach (var key in redis.GetServers()[0].Keys()) { }")]
    [InlineData("var servers = redis.GetServers();")]
    [InlineData("foreach (var server in redis.GetServers()) { _servers.Add(server); }")]
    [InlineData("_servers.Add(redis.GetServers()[0]);")]
    [InlineData("var db = redis.GetDatabase(); Keep(db);")]
    [InlineData("Keep(redis);")]
    [InlineData("Keep(redis.GetServers().First());")]
    [InlineData("var run = () => redis.GetDatabase().Ping();")]
    [InlineData("var task = Assert.ThrowsAsync<RedisException>(async () => await redis.GetDatabase().PingAsync());")]
    [InlineData("Assert.Throws<RedisException>(() => redis.GetDatabase().PingAsync());")]
    [InlineData("Later.Throws<RedisException>(() => redis.GetDatabase().Ping());")]
    [InlineData("var db = redis.GetDatabase(); void Local() => db.Ping();")]
    public void WhatMayLeadOut_IsNot(string body) => Assert.False(Keeps(body));

    [Fact]
    public void ConnectionWithoutUsing_IsNot() => Assert.False(Keeps("redis.GetDatabase().Ping();", declaration: "var"));

    private static bool Keeps(string body, string declaration = "using var")
    {
        var tree = CSharpSyntaxTree.ParseText(
            $"class C {{ async Task M() {{ {declaration} redis = await ConnectionMultiplexer.ConnectAsync(\"a\"); {body} }} }}", cancellationToken: TestContext.Current.CancellationToken);
        var opening = tree.GetRoot(TestContext.Current.CancellationToken).DescendantNodes().OfType<InvocationExpressionSyntax>().First();
        return UsingInPlace.Keeps(opening, argument => argument.Parent?.Parent is InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "Lent" } }, TestContext.Current.CancellationToken);
    }
}
