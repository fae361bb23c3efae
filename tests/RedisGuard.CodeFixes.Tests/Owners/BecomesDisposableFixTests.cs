using RedisGuard.Verification;

namespace RedisGuard.CodeFixes.Tests.Owners;

/// <summary>An owner that nothing can dispose becomes disposable.</summary>
public class BecomesDisposableFixTests
{
    [Theory]
    [InlineData("public sealed class Store", "public sealed class Store : IDisposable")]
    [InlineData("public class Store : Shop", "public class Store : Shop, IDisposable")]
    [InlineData("public class Store<T> // of things", "public class Store<T> : IDisposable // of things")]
    [InlineData("public class Store<T> where T : class", "public class Store<T> : IDisposable where T : class")]
    [InlineData("public partial class Store()", "public partial class Store() : IDisposable")]
    [InlineData("public record Store", "public record Store : IDisposable")]
    public Task Owner_ImplementsIDisposable(string before, string after) => RealRules<CloseInDisposeFixProvider>.VerifyAsync(
        $$"""
        using StackExchange.Redis;

        {{before}}
        {
            private readonly ConnectionMultiplexer {|RG1003:_redis = ConnectionMultiplexer.Connect("localhost")|};

            public IDatabase Db => _redis.GetDatabase();
        }

        public class Shop;
        """,
        $$"""
        using StackExchange.Redis;

        {{after}}
        {
            private readonly ConnectionMultiplexer _redis = ConnectionMultiplexer.Connect("localhost");

            public IDatabase Db => _redis.GetDatabase();

            public void Dispose()
            {
                _redis.Dispose();
            }
        }

        public class Shop;
        """);

    [Fact]
    public Task SystemIsImported() => RealRules<CloseInDisposeFixProvider>.VerifyAsync(
        """
        using StackExchange.Redis;

        public class Store
        {
            private readonly ConnectionMultiplexer _redis;

            public Store() => _redis = {|RG1003:ConnectionMultiplexer.Connect("localhost")|};
        }
        """,
        """
        using System;
        using StackExchange.Redis;

        public class Store : IDisposable
        {
            private readonly ConnectionMultiplexer _redis;

            public Store() => _redis = ConnectionMultiplexer.Connect("localhost");

            public void Dispose()
            {
                _redis.Dispose();
            }
        }
        """,
        new() { ImplicitUsings = false });

    [Theory]
    [InlineData("public struct Store { private readonly ConnectionMultiplexer _redis; public Store(string cs) => _redis = {|RG1003:ConnectionMultiplexer.Connect(cs)|}; }")]
    [InlineData("public class Store { private readonly ConnectionMultiplexer {|RG1003:_redis = ConnectionMultiplexer.Connect(\"a\")|};\n public bool Dispose => _redis.IsConnected;\n}")]
    [InlineData("public class Store { private readonly List<ConnectionMultiplexer> {|RG1003:_all = new() { ConnectionMultiplexer.Connect(\"a\") }|};\n}")]
    public Task OtherShapes_AreNotOffered(string type) => RealRules<CloseInDisposeFixProvider>.VerifyNotOfferedAsync("using StackExchange.Redis;\n\n" + type);

    [Fact]
    public Task OwnerThatIsMadePerCall_IsNotOffered() => RealRules<CloseInDisposeFixProvider>.VerifyNotOfferedAsync("""
        using Microsoft.AspNetCore.Mvc;
        using StackExchange.Redis;

        public class BasketController : ControllerBase
        {
            private readonly ConnectionMultiplexer _redis;

            public BasketController(string cs) => _redis = {|RG1001:ConnectionMultiplexer.Connect(cs)|};

            [HttpGet]
            public string? Get(string key) => _redis.GetDatabase().StringGet(key);
        }
        """);
}
