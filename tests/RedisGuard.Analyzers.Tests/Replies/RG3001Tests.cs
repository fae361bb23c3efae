using Microsoft.CodeAnalysis.Testing;
using RedisGuard.Analyzers.Rules;
using RedisGuard.Verification;

namespace RedisGuard.Analyzers.Tests.Replies;

/// <summary>RG3001, Pooled reply is not returned.</summary>
public class RG3001Tests
{
    [Theory]
    [InlineData("var lease = {|RG3001:db.StringGetLease(\"k\")|}; return lease!.Length;")]
    [InlineData("var lease = await {|RG3001:db.StringGetLeaseAsync(\"k\")|}; return lease!.Length;")]
    [InlineData("Lease<byte>? lease = await {|RG3001:db.StringGetLeaseAsync(\"k\")|}.ConfigureAwait(false); return lease is null ? 0 : lease.Length;")]
    [InlineData("var lease = {|RG3001:db.HashGetLease(\"k\", \"f\")|}; return lease!.Span[0];")]
    [InlineData("var lease = {|RG3001:db.HashGetLeaseAsync(\"k\", \"f\")|}.Result; return lease!.Span[0];")]
    [InlineData("var lease = {|RG3001:Lease<byte>.Create(16)|}; lease.Span.Clear(); return lease.Length;")]
    [InlineData("IDisposable? lease = {|RG3001:db.StringGetLease(\"k\")|}; return lease is null ? 0 : 1;")]
    [InlineData("var lease = {|RG3001:db.StringGetLease(\"k\")|}; var memory = lease!.Memory; return memory.Length;")]
    [InlineData("var lease = {|RG3001:db.StringGetLease(\"k\")|}; Use(lease!.Span); return 0;")]
    [InlineData("var lease = {|RG3001:db.StringGetLease(\"k\")|}; await other.WriteAsync(lease!.Memory, token); return 0;")]
    [InlineData("var lease = {|RG3001:db.StringGetLease(\"k\")|}; return System.Text.Json.JsonSerializer.Deserialize<int>(lease!.Span);")]
    [InlineData("var lease = {|RG3001:db.StringGetLease(\"k\")|}; Console.WriteLine(lease.DecodeString()); return 0;")]
    [InlineData("var lease = {|RG3001:db.StringGetLease(\"k\")|}; await db.StringSetAsync(\"copy\", lease!.Memory); return 0;")]
    [InlineData("var lease = {|RG3001:db.StringGetLease(\"k\")|}; Look(lease); return 0;")]
    [InlineData("var lease = {|RG3001:db.StringGetLease(\"k\")|}; using var stream = lease.AsStream(ownsLease: false); return 0;")]
    [InlineData("var lease = {|RG3001:db.StringGetLease(\"k\")|}; using (lease.AsStream(false)) { } return 0;")]
    [InlineData("var a = {|RG3001:db.StringGetLease(\"a\")|}; using var b = db.StringGetLease(\"b\"); return a!.Length + b!.Length;")]
    [InlineData("return {|RG3001:db.StringGetLease(\"k\")|}!.Length;")]
    [InlineData("return (await {|RG3001:db.StringGetLeaseAsync(\"k\")|})?.Length ?? 0;")]
    [InlineData("{|RG3001:db.StringGetLease(\"k\")|}; return 0;")]
    [InlineData("_ = {|RG3001:db.StringGetLease(\"k\")|}; return 0;")]
    [InlineData("await {|RG3001:db.StringGetLeaseAsync(\"k\")|}; return 0;")]
    [InlineData("_ = await {|RG3001:db.StringGetLeaseAsync(\"k\")|}; return 0;")]
    public Task NeverDisposed_IsReported(string statements) => VerifyMethod(statements);

    [Theory]
    [InlineData("var lease = {|RG3001:db.StringGetLease(\"k\")|}; if (flag) { return 1; } lease?.Dispose(); return 0;")]
    [InlineData("var lease = {|RG3001:db.StringGetLease(\"k\")|}; if (flag) { throw new InvalidOperationException(); } lease?.Dispose(); return 0;")]
    [InlineData("var lease = {|RG3001:db.StringGetLease(\"k\")|}; if (flag) { lease!.Dispose(); } return 0;")]
    [InlineData("foreach (var key in keys) { var lease = {|RG3001:db.StringGetLease(key)|}; if (lease!.Length == 0) { continue; } lease.Dispose(); } return 0;")]
    [InlineData("Lease<byte>? lease = null; while (flag) { lease = {|RG3001:db.StringGetLease(\"k\")|}; } lease?.Dispose(); return 0;")]
    public Task NotDisposedOnEveryPath_IsReported(string statements) => VerifyMethod(statements);

    [Theory]
    [InlineData("var bytes = db.StringGetLease(\"k\"); var text = {|RG3001:bytes.DecodeLease()|}; bytes?.Dispose(); return text!.Length;")]
    [InlineData("var bytes = {|RG3001:db.StringGetLease(\"k\")|}; using var text = bytes.DecodeLease(); return text!.Length;")]
    [InlineData("using var text = {|RG3001:db.StringGetLease(\"k\")|}.DecodeLease(); return text!.Length;")]
    public Task DecodedLease_IsOneOfItsOwn(string statements) => VerifyMethod(statements);

    [Theory]
    [InlineData("using var bytes = db.StringGetLease(\"k\"); using var text = bytes.DecodeLease(); return text!.Length;")]
    [InlineData("using var lease = db.StringGetLease(\"k\"); return lease!.Length;")]
    [InlineData("using var lease = await db.StringGetLeaseAsync(\"k\").ConfigureAwait(false); return lease!.Length;")]
    [InlineData("using (var lease = db.StringGetLease(\"k\")) { return lease!.Length; }")]
    [InlineData("var lease = db.StringGetLease(\"k\"); using (lease) { return lease!.Length; }")]
    [InlineData("var lease = db.StringGetLease(\"k\"); try { return lease!.Length; } finally { lease?.Dispose(); }")]
    [InlineData("var lease = db.StringGetLease(\"k\"); int length = lease!.Length; lease.Dispose(); return length;")]
    [InlineData("Lease<byte>? lease = null; try { lease = await db.StringGetLeaseAsync(\"k\"); return lease!.Length; } finally { lease?.Dispose(); }")]
    [InlineData("var lease = db.StringGetLease(\"k\"); if (lease is null) { return 0; } using (lease) { return lease.Length; }")]
    [InlineData("var lease = db.StringGetLease(\"k\"); if (lease == null) { return 0; } lease.Dispose(); return 1;")]
    [InlineData("db.StringGetLease(\"k\")?.Dispose(); return 0;")]
    [InlineData("(await db.StringGetLeaseAsync(\"k\"))?.Dispose(); return 0;")]
    [InlineData("foreach (var key in keys) { using var lease = db.StringGetLease(key); Console.WriteLine(lease!.Length); } return 0;")]
    [InlineData("using IDisposable? lease = db.StringGetLease(\"k\"); return 0;")]
    [InlineData("using System.Buffers.IMemoryOwner<byte>? owner = db.StringGetLease(\"k\"); return owner!.Memory.Length;")]
    [InlineData("var lease = db.StringGetLease(\"k\"); Close(lease); return 0;")]
    [InlineData("var empty = Lease<byte>.Empty; return empty.Length;")]
    [InlineData("var task = db.StringGetLeaseAsync(\"k\"); using var lease = await task; return lease!.Length;")]
    public Task Disposed_IsSilent(string statements) => VerifyMethod(statements);

    [Theory]
    [InlineData("using var stream = db.StringGetLease(\"k\").AsStream(); return stream!.ReadByte();")]
    [InlineData("using var stream = (await db.StringGetLeaseAsync(\"k\")).AsStream(ownsLease: true); return stream!.ReadByte();")]
    [InlineData("var lease = db.StringGetLease(\"k\"); await using var stream = lease.AsStream(); return stream!.ReadByte();")]
    [InlineData("var lease = db.StringGetLease(\"k\"); using var stream = lease.AsStream(flag); return stream!.ReadByte();")]
    [InlineData("using var lease = db.StringGetLease(\"k\"); using var stream = lease.AsStream(false); return await System.Text.Json.JsonSerializer.DeserializeAsync<int>(stream!);")]
    public Task StreamThatOwnsIt_TakesItOver(string statements) => VerifyMethod(statements);

    [Theory]
    [InlineData("_kept = db.StringGetLease(\"k\"); return 0;")]
    [InlineData("_leases.Add(db.StringGetLease(\"k\")); return 0;")]
    [InlineData("var leases = new[] { db.StringGetLease(\"a\"), db.StringGetLease(\"b\") }; foreach (var lease in leases) { lease?.Dispose(); } return 0;")]
    [InlineData("var reader = new Reader(db.StringGetLease(\"k\")!); return 0;")]
    [InlineData("var lease = db.StringGetLease(\"k\"); Func<int> length = () => { using (lease) { return lease!.Length; } }; return length();")]
    [InlineData("var lease = db.StringGetLease(\"k\"); token.Register(() => lease?.Dispose()); return 0;")]
    public Task HandedOn_IsSilent(string statements) => VerifyMethod(statements);

    [Fact]
    public Task Wrapper_IsSilentAndItsCallerIsAsked() => AllRules.VerifyAsync("""
        using StackExchange.Redis;

        class Cache(IDatabase db)
        {
            public Lease<byte>? Get(string key) => db.StringGetLease(key);
            public Task<Lease<byte>?> GetAsync(string key) => db.StringGetLeaseAsync(key);
            public async Task<Lease<byte>?> ReadAsync(string key) => await db.StringGetLeaseAsync(key).ConfigureAwait(false);
            public async ValueTask<Stream?> OpenAsync(string key) => (await db.StringGetLeaseAsync(key)).AsStream();
            public bool TryGet(string key, out Lease<byte>? lease)
            {
                lease = db.StringGetLease(key);
                return lease is not null;
            }

            public int Length(string key) => {|RG3001:Get(key)|}!.Length;
            public async Task<int> LengthAsync(string key) => (await {|RG3001:ReadAsync(key)|})!.Length;
            public async Task<int> ReturnedAsync(string key)
            {
                using var lease = await GetAsync(key);
                return lease!.Length;
            }
        }
        """);

    [Fact]
    public Task InterfaceOfOnesOwn_CountsByItsReturnType() => AllRules.VerifyAsync("""
        using StackExchange.Redis;

        interface ICache { Task<Lease<byte>?> FindAsync(string key); }

        class Decorator(ICache inner) : ICache
        {
            public Task<Lease<byte>?> FindAsync(string key) => inner.FindAsync("p:" + key);

            public async Task<int> LengthAsync(string key)
            {
                var lease = await {|RG3001:inner.FindAsync(key)|};
                return lease?.Length ?? 0;
            }
        }
        """);

    [Fact]
    public Task PropertyOrGenericPassThrough_GivesNothingFresh() => AllRules.VerifyAsync("""
        using StackExchange.Redis;

        class Holder
        {
            public Lease<byte> Current { get; set; } = Lease<byte>.Empty;
            private readonly Dictionary<string, Lease<byte>> _all = new();

            public int Length(string key) => Current.Length + _all[key].Length + _all.GetValueOrDefault(key)!.Length + _all.Values.First().Length;
        }
        """);

    [Fact]
    public Task ReturnedMemory_IsReportedWithAnotherCure() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        class Cache
        {
            public ReadOnlyMemory<byte> Get(IDatabase db, string key)
            {
                var lease = {|#0:db.StringGetLease(key)|};
                return lease!.Memory;
            }
        }
        """,
        expected: new DiagnosticResult(Descriptors.ReplyNotReturned).WithLocation(0)
            .WithArguments("in 'lease'", "never returned to the pool", "return a copy, and dispose the reply"));

    [Fact]
    public Task Message_NamesTheCallWhereNoVariableHoldsIt() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        class Cache
        {
            public int Get(IDatabase db, string key) => {|#0:db.StringGetLease(key)|}!.Length;
        }
        """,
        expected: new DiagnosticResult(Descriptors.ReplyNotReturned).WithLocation(0)
            .WithArguments("of 'StringGetLease'", "never returned to the pool", "declare it with 'using'"));

    [Fact]
    public Task RawReply_IsReported() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        class Raw
        {
            public bool Never(IDatabase db)
            {
                var reply = {|RG3001:db.ExecuteResp("GET", Array.Empty<RedisKeyOrValue>())|};
                return reply.IsNull;
            }

            public async Task<bool> Always(IDatabase db)
            {
                using var reply = await db.ExecuteRespAsync("GET", Array.Empty<RedisKeyOrValue>());
                return reply.IsNull;
            }
        }
        """,
        new() { Libraries = [Library.Newest] });

    [Fact]
    public Task TestThatDropsAReply_ChecksASubstitute() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;
        using Xunit;

        public class PrefixTests
        {
            private IDatabase _mock = null!;

            [Fact]
            public void Get()
            {
                _mock.StringGetLease("k");
            }
        }
        """,
        new() { TestFramework = TestFramework.Xunit });

    [Fact]
    public Task NoLibrary_IsSilent() => AllRules.VerifyWithoutLibraryAsync("""
        sealed class Lease<T> : IDisposable { public int Length => 0; public void Dispose() { } }
        class Cache { Lease<byte> StringGetLease(string key) => new(); int Get() { var lease = StringGetLease("k"); return lease.Length; } }
        """);

    [Fact]
    public Task LookAlike_IsSilent() => AllRules.VerifyAsync("""
        namespace Own
        {
            sealed class Lease<T> : IDisposable { public int Length => 0; public void Dispose() { } }
            class Cache { Lease<byte> StringGetLease(string key) => new(); int Get() { var lease = StringGetLease("k"); return lease.Length; } }
        }
        """);

    private static Task VerifyMethod(string statements) => AllRules.VerifyAsync($$"""
        using StackExchange.Redis;

        class Cache
        {
            private Lease<byte>? _kept;
            private readonly List<Lease<byte>?> _leases = new();

            public async Task<int> M(IDatabase db, bool flag, string[] keys, Stream other, CancellationToken token)
            {
                await Task.Yield();
                {{statements}}
            }

            public int Kept => _kept?.Length ?? 0;
            private static void Use(ReadOnlySpan<byte> span) => Console.WriteLine(span.Length);
            private static void Look(Lease<byte>? lease) => Console.WriteLine(lease?.Length);
            private static void Close(Lease<byte>? lease) => lease?.Dispose();
            private sealed class Reader(Lease<byte> lease) { public int Length => lease.Length; }
        }
        """);
}
