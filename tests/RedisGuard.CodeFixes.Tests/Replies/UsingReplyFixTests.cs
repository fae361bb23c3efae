using RedisGuard.Verification;

namespace RedisGuard.CodeFixes.Tests.Replies;

/// <summary>RG3001 cured by <c>using</c>.</summary>
public class UsingReplyFixTests
{
    [Theory]
    [InlineData(
        "var lease = {|RG3001:db.StringGetLease(key)|};\nreturn lease!.Length;",
        "using var lease = db.StringGetLease(key);\nreturn lease!.Length;")]
    [InlineData(
        "Lease<byte>? lease = {|RG3001:db.HashGetLease(key, \"f\")|};\nreturn lease!.Span[0];",
        "using Lease<byte>? lease = db.HashGetLease(key, \"f\");\nreturn lease!.Span[0];")]
    [InlineData(
        "var lease = {|RG3001:Lease<byte>.Create(16)|};\nlease.Span.Clear();\nreturn lease.Length;",
        "using var lease = Lease<byte>.Create(16);\nlease.Span.Clear();\nreturn lease.Length;")]
    [InlineData(
        "var lease = {|RG3001:db.StringGetLease(key)|};\nif (key.Length == 0)\n{\n    return 0;\n}\n\nint length = lease!.Length;\nlease.Dispose();\nreturn length;",
        "using var lease = db.StringGetLease(key);\nif (key.Length == 0)\n{\n    return 0;\n}\n\nint length = lease!.Length;\nreturn length;")]
    [InlineData(
        "using var bytes = db.StringGetLease(key);\nvar text = {|RG3001:bytes.DecodeLease()|};\nreturn text!.Length;",
        "using var bytes = db.StringGetLease(key);\nusing var text = bytes.DecodeLease();\nreturn text!.Length;")]
    [InlineData(
        "var bytes = {|RG3001:db.StringGetLease(key)|};\nusing var text = bytes.DecodeLease();\nreturn text!.Length;",
        "using var bytes = db.StringGetLease(key);\nusing var text = bytes.DecodeLease();\nreturn text!.Length;")]
    [InlineData(
        "var lease = {|RG3001:db.StringGetLease(key)|};\nusing var stream = lease.AsStream(ownsLease: false);\nreturn stream!.ReadByte();",
        "using var lease = db.StringGetLease(key);\nusing var stream = lease.AsStream(ownsLease: false);\nreturn stream!.ReadByte();")]
    [InlineData(
        "var a = {|RG3001:db.StringGetLease(key)|};\nvar b = {|RG3001:db.StringGetLease(key)|};\nreturn a!.Length + b!.Length;",
        "using var a = db.StringGetLease(key);\nusing var b = db.StringGetLease(key);\nreturn a!.Length + b!.Length;")]
    [InlineData(
        "int sum = 0;\nforeach (char c in key)\n{\n    var lease = {|RG3001:db.StringGetLease(key)|};\n    sum += lease!.Length;\n}\n\nreturn sum;",
        "int sum = 0;\nforeach (char c in key)\n{\n    using var lease = db.StringGetLease(key);\n    sum += lease!.Length;\n}\n\nreturn sum;")]
    public Task Local_IsDisposedAtTheEndOfItsScope(string before, string after) =>
        RealRules<UsingFixProvider>.VerifyAsync(InMethod("int M(IDatabase db, string key)", before), InMethod("int M(IDatabase db, string key)", after));

    [Theory]
    [InlineData(
        "var lease = await {|RG3001:db.StringGetLeaseAsync(key)|};\nreturn lease!.Length;",
        "using var lease = await db.StringGetLeaseAsync(key);\nreturn lease!.Length;")]
    [InlineData(
        "var lease = await {|RG3001:db.StringGetLeaseAsync(key)|}.ConfigureAwait(false);\nawait db.StringSetAsync(\"copy\", lease!.Memory);\nreturn lease.Length;",
        "using var lease = await db.StringGetLeaseAsync(key).ConfigureAwait(false);\nawait db.StringSetAsync(\"copy\", lease!.Memory);\nreturn lease.Length;")]
    public Task AwaitedLocal_IsDisposedAtTheEndOfItsScope(string before, string after) =>
        RealRules<UsingFixProvider>.VerifyAsync(InMethod("async Task<int> M(IDatabase db, string key)", before), InMethod("async Task<int> M(IDatabase db, string key)", after));

    [Theory]
    [InlineData("int", "return {|RG3001:db.StringGetLease(key)|}!.Length;")]
    [InlineData("int", "{|RG3001:db.StringGetLease(key)|};\nreturn 0;")]
    [InlineData("ReadOnlyMemory<byte>", "var lease = {|RG3001:db.StringGetLease(key)|};\nreturn lease!.Memory;")]
    public Task NothingToDeclare_IsNotOffered(string type, string statements) =>
        RealRules<UsingFixProvider>.VerifyNotOfferedAsync(InMethod($"{type} M(IDatabase db, string key)", statements));

    private static string InMethod(string signature, string statements) => Snippet.InClass(
        $"{signature}\n{{\n{string.Join('\n', statements.Split('\n').Select(line => line.Length == 0 ? line : "    " + line))}\n}}");
}
