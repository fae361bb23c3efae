using RedisGuard.Verification;

namespace RedisGuard.CodeFixes.Tests.Pool;

/// <summary>A private member that a type keeps connections in borrows them from the pool: everything that fills it, and nothing closes them any more.</summary>
public class PoolOwnedMemberTests
{
    private static readonly TestSetup Pool = new() { Pool = true };

    [Fact]
    public Task FieldThatIsFilledFromTheStart_BecomesTheInterface() => Verify(
        """
        private readonly ConnectionMultiplexer {|RG1003:_redis = ConnectionMultiplexer.Connect("a")|};

        public IDatabase Database => _redis.GetDatabase();
        """,
        """
        private readonly IConnectionMultiplexer _redis = RedisPool.For("a").GetConnection();

        public IDatabase Database => _redis.GetDatabase();
        """);

    [Fact]
    public Task FieldOfAConstructor_BecomesTheInterface() => Verify(
        """
        private readonly ConnectionMultiplexer _redis;

        public Orders(string cs) => _redis = {|RG1003:ConnectionMultiplexer.Connect(cs)|};

        public IDatabase Database => _redis.GetDatabase();
        """,
        """
        private readonly IConnectionMultiplexer _redis;

        public Orders(string cs) => _redis = RedisPool.For(cs).GetConnection();

        public IDatabase Database => _redis.GetDatabase();
        """);

    [Fact]
    public Task ReplacedField_BorrowsEverywhereAndIsNotClosed() => Verify(
        """
        private ConnectionMultiplexer? _redis = {|RG1000:ConnectionMultiplexer.Connect("a")|};

        public async Task RenewAsync(string cs)
        {
            if (_redis is not { IsConnected: true })
            {
                _redis = await {|RG1004:ConnectionMultiplexer.ConnectAsync(cs)|};
            }
        }

        public void Dispose()
        {
            this._redis?.Dispose();
            _redis = null;
        }
        """,
        """
        private IConnectionMultiplexer? _redis = RedisPool.For("a").GetConnection();

        public async Task RenewAsync(string cs)
        {
            if (_redis is not { IsConnected: true })
            {
                _redis = await RedisPool.For(cs).GetConnectionAsync();
            }
        }

        public void Dispose()
        {
            _redis = null;
        }
        """);

    [Fact]
    public Task DisposeThatDidNothingElse_IsLeftEmpty() => Verify(
        """
        private readonly IConnectionMultiplexer _redis = {|RG1000:ConnectionMultiplexer.Connect("a")|};

        public IDatabase Database => _redis.GetDatabase();

        public void Dispose() => _redis.Dispose();
        """,
        """
        private readonly IConnectionMultiplexer _redis = RedisPool.For("a").GetConnection();

        public IDatabase Database => _redis.GetDatabase();

        public void Dispose() { }
        """);

    [Theory]
    [InlineData("public ConnectionMultiplexer Redis = {|RG1000:ConnectionMultiplexer.Connect(\"a\")|}; public void Dispose() => Redis.Dispose();")]
    [InlineData("private ConnectionMultiplexer? _redis = {|RG1000:ConnectionMultiplexer.Connect(\"a\")|}; public void Dispose() => Interlocked.Exchange(ref _redis, null)?.Dispose();")]
    [InlineData("private ConnectionMultiplexer _redis = {|RG1000:ConnectionMultiplexer.Connect(\"a\")|}; public Orders() => _redis.ConnectionFailed += (_, _) => { }; public void Dispose() => _redis.Dispose();")]
    [InlineData("private IConnectionMultiplexer? _redis = {|RG1000:ConnectionMultiplexer.Connect(\"a\")|}; public void Use(IConnectionMultiplexer other) => _redis = other; public void Dispose() => _redis?.Dispose();")]
    [InlineData("private ConnectionMultiplexer _redis = {|RG1000:ConnectionMultiplexer.Connect(\"a\", Console.Out)|}; public void Dispose() => _redis.Dispose();")]
    [InlineData("private readonly ConnectionMultiplexer _redis = {|RG1000:ConnectionMultiplexer.Connect(\"a\")|}; public ValueTask DisposeAsync() => _redis.DisposeAsync();")]
    public Task MemberThatSomebodyElseReachesOrFills_HasNoFix(string members)
        => RealRules<PoolFixProvider>.VerifyNotOfferedAsync(Disposable(members), Pool);

    private static Task Verify(string before, string after)
        => RealRules<PoolFixProvider>.VerifyAsync(Disposable(before), "using RedisGuard.Pool;\n" + Disposable(after), Pool);

    private static string Disposable(string members)
        => Snippet.InClass(members).Replace("class Orders", members.Contains("void Dispose()", StringComparison.Ordinal) ? "sealed class Orders : IDisposable" : "sealed class Orders", StringComparison.Ordinal);
}
