using Microsoft.CodeAnalysis.Testing;
using RedisGuard.Analyzers.Rules;
using RedisGuard.Verification;

namespace RedisGuard.Analyzers.Tests.Replies;

/// <summary>RG3002, Pooled memory used after return.</summary>
public class RG3002Tests
{
    [Theory]
    [InlineData("var lease = {|RG3002:db.StringGetLease(\"k\")|}; var memory = lease!.Memory; lease.Dispose(); Use(memory.Span); return 0;")]
    [InlineData("var lease = {|RG3002:db.StringGetLease(\"k\")|}; var segment = lease!.ArraySegment; lease.Dispose(); return segment.Count;")]
    [InlineData("var lease = {|RG3002:db.StringGetLease(\"k\")|}; var part = lease!.Memory.Slice(2); lease.Dispose(); return part.Length;")]
    [InlineData("var lease = {|RG3002:db.StringGetLease(\"k\")|}; ReadOnlyMemory<byte> memory = lease!.Memory; lease.Dispose(); return memory.Span[0];")]
    [InlineData("ReadOnlyMemory<byte> memory; using (var lease = {|RG3002:db.StringGetLease(\"k\")|}) { memory = lease!.Memory; } return memory.Span[0];")]
    [InlineData("var lease = {|RG3002:db.StringGetLease(\"k\")|}; lease!.Dispose(); return lease.Memory.Length;")]
    [InlineData("var lease = await {|RG3002:db.StringGetLeaseAsync(\"k\")|}; var memory = lease!.Memory; lease.Dispose(); await other.WriteAsync(memory, token); return 0;")]
    public Task ReadAfterDispose_IsReported(string statements) => VerifyMethod(statements);

    [Fact]
    public Task ResponseOfMemory_IsReported() => AllRules.VerifyAsync(
        """
        using Microsoft.AspNetCore.Http;
        using StackExchange.Redis;

        static class Images
        {
            public static IResult Get(IDatabase db, string id)
            {
                using var lease = {|RG3002:db.StringGetLease(id)|};
                return lease is null ? Results.NotFound() : Results.Bytes(lease.Memory, "image/png");
            }

            public static IResult GetSize(IDatabase db, string id)
            {
                using var lease = db.StringGetLease(id);
                return Results.Ok(lease?.Length);
            }

            public static IResult GetCopy(IDatabase db, string id)
            {
                using var lease = db.StringGetLease(id);
                return lease is null ? Results.NotFound() : Copied(lease.Memory);
            }

            private static IResult Copied(ReadOnlyMemory<byte> memory) => Results.Bytes(memory.ToArray());
        }
        """);

    [Theory]
    [InlineData("ReadOnlyMemory<byte>", "using var lease = {|RG3002:db.StringGetLease(\"k\")|}; return lease!.Memory;")]
    [InlineData("ReadOnlyMemory<byte>", "using (var lease = {|RG3002:db.StringGetLease(\"k\")|}) { return lease!.Memory.Slice(1); }")]
    [InlineData("ReadOnlyMemory<byte>", "using var lease = {|RG3002:db.StringGetLease(\"k\")|}; return lease!.Memory[4..];")]
    [InlineData("ReadOnlyMemory<byte>", "using var lease = {|RG3002:db.StringGetLease(\"k\")|}; var all = lease!.Memory; return all[1..^1];")]
    [InlineData("ArraySegment<byte>", "using var lease = {|RG3002:db.StringGetLease(\"k\")|}; return lease!.ArraySegment;")]
    [InlineData("ReadOnlySpan<byte>", "using var lease = {|RG3002:db.StringGetLease(\"k\")|}; return lease!.Span;")]
    [InlineData("ReadOnlySpan<byte>", "var lease = {|RG3002:db.StringGetLease(\"k\")|}; try { return lease!.Span; } finally { lease?.Dispose(); }")]
    [InlineData("Stream?", "using var lease = {|RG3002:db.StringGetLease(\"k\")|}; return lease.AsStream(ownsLease: false);")]
    [InlineData("Task", "using var lease = {|RG3002:db.StringGetLease(\"k\")|}; return db.StringSetAsync(\"copy\", lease!.Memory);")]
    [InlineData("Task<bool>", "using var lease = {|RG3002:db.StringGetLease(\"k\")|}; var task = db.StringSetAsync(\"copy\", lease!.Memory); return task;")]
    [InlineData("ValueTask", "using var lease = {|RG3002:db.StringGetLease(\"k\")|}; return File.OpenWrite(\"f\").WriteAsync(lease!.Memory);")]
    public Task WhatLeavesTheScope_IsReported(string type, string statements)
        => AllRules.VerifyAsync($$"""
            using StackExchange.Redis;

            class Cache
            {
                public {{type}} M(IDatabase db)
                {
                    {{statements}}
                }
            }
            """);

    [Theory]
    [InlineData("using var lease = {|RG3002:db.StringGetLease(\"k\")|}; _ = db.StringSetAsync(\"copy\", lease!.Memory); return 0;")]
    [InlineData("var lease = {|RG3002:db.StringGetLease(\"k\")|}; var task = db.StringSetAsync(\"copy\", lease!.Memory); lease.Dispose(); await task; return 0;")]
    [InlineData("var lease = {|RG3002:db.StringGetLease(\"k\")|}; RedisValue value = lease!.Memory; var task = db.StringSetAsync(\"copy\", value); lease.Dispose(); await task; return 0;")]
    public Task CommandStillSending_IsReported(string statements) => VerifyMethod(statements);

    [Theory]
    [InlineData("using var lease = db.StringGetLease(\"k\"); await db.StringSetAsync(\"copy\", lease!.Memory); return 0;")]
    [InlineData("using var lease = db.StringGetLease(\"k\"); var task = db.StringSetAsync(\"copy\", lease!.Memory); await task; return 0;")]
    [InlineData("using var lease = db.StringGetLease(\"k\"); var tasks = new Dictionary<string, Task>(); tasks[\"copy\"] = db.StringSetAsync(\"copy\", lease!.Memory); await Task.WhenAll(tasks.Values); return 0;")]
    [InlineData("using var lease = db.StringGetLease(\"k\"); return db.StringSet(\"copy\", lease!.Memory) ? 1 : 0;")]
    [InlineData("using var lease = db.StringGetLease(\"k\"); await other.WriteAsync(lease!.Memory, token); return 0;")]
    [InlineData("using var lease = db.StringGetLease(\"k\"); return lease!.Span[0];")]
    [InlineData("using var lease = db.StringGetLease(\"k\"); var memory = lease!.Memory; return memory.Length;")]
    [InlineData("var lease = db.StringGetLease(\"k\"); byte[] copy = lease!.Span.ToArray(); lease.Dispose(); return copy.Length;")]
    [InlineData("var lease = db.StringGetLease(\"k\"); int length = lease!.Length; lease.Dispose(); return length;")]
    [InlineData("var lease = db.StringGetLease(\"k\"); string text = System.Text.Encoding.UTF8.GetString(lease!.Span); lease.Dispose(); return text.Length;")]
    [InlineData("var lease = db.StringGetLease(\"k\"); lease!.Dispose(); lease = db.StringGetLease(\"l\"); int length = lease!.Memory.Length; lease.Dispose(); return length;")]
    [InlineData("using var lease = db.StringGetLease(\"k\"); _ = db.StringSetAsync(\"copy\", lease!.Length); return 0;")]
    [InlineData("using var lease = db.StringGetLease(\"k\"); using var stream = lease.AsStream(false); return stream!.ReadByte();")]
    [InlineData("var lease = db.StringGetLease(\"k\"); if (flag) { lease!.Dispose(); return 0; } var memory = lease!.Memory; Use(memory.Span); lease.Dispose(); return 1;")]
    public Task UsedInTime_IsSilent(string statements) => VerifyMethod(statements);

    [Theory]
    [InlineData("byte[]", "using var lease = db.StringGetLease(\"k\"); return lease!.Memory.ToArray();")]
    [InlineData("RedisValue", "using var lease = db.StringGetLease(\"k\"); return db.StringGetSet(\"copy\", lease!.Memory);")]
    [InlineData("string?", "using var lease = db.StringGetLease(\"k\"); return lease.DecodeString();")]
    [InlineData("IEnumerable<int>?", "using var lease = db.StringGetLease(\"k\"); return System.Text.Json.JsonSerializer.Deserialize<IEnumerable<int>>(lease!.Span);")]
    [InlineData("string", "using var lease = db.StringGetLease(\"k\"); using var chars = lease.DecodeLease(); return new string(chars!.Span);")]
    [InlineData("Guid", "using var lease = db.StringGetLease(\"k\"); return new Guid(lease!.Span);")]
    [InlineData("byte", "using var lease = db.StringGetLease(\"k\"); return lease!.Span[^1];")]
    [InlineData("Stream?", "return db.StringGetLease(\"k\").AsStream();")]
    [InlineData("int", "using var lease = db.StringGetLease(\"k\"); return System.Runtime.InteropServices.MemoryMarshal.Read<int>(lease!.Span);")]
    public Task CopyThatLeaves_IsSilent(string type, string statements) => AllRules.VerifyAsync($$"""
        using StackExchange.Redis;

        class Cache
        {
            public {{type}} M(IDatabase db)
            {
                {{statements}}
            }
        }
        """);

    [Fact]
    public Task StoredMemory_IsReported() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        class Cache
        {
            private ReadOnlyMemory<byte> _value;

            public void Load(IDatabase db)
            {
                using var lease = {|#0:db.StringGetLease("k")|};
                _value = lease!.Memory;
            }

            public int Length => _value.Length;
        }
        """,
        expected: new DiagnosticResult(Descriptors.ReplyUsedAfterReturn).WithLocation(0).WithLocation(10, 9)
            .WithArguments("in 'lease'", "what is stored in '_value'", "copy what must outlive it"));

    [Fact]
    public Task NoLibrary_IsSilent() => AllRules.VerifyWithoutLibraryAsync("""
        class Cache
        {
            ReadOnlyMemory<byte> Get() { using var owner = System.Buffers.MemoryPool<byte>.Shared.Rent(4); return owner.Memory; }
        }
        """);

    private static Task VerifyMethod(string statements) => AllRules.VerifyAsync($$"""
        using StackExchange.Redis;

        class Cache
        {
            public async Task<int> M(IDatabase db, bool flag, Stream other, CancellationToken token)
            {
                await Task.Yield();
                {{statements}}
            }

            private static void Use(ReadOnlySpan<byte> span) => Console.WriteLine(span.Length);
        }
        """);
}
