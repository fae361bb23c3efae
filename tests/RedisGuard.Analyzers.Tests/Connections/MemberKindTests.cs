using Microsoft.CodeAnalysis;
using RedisGuard.Verification;

namespace RedisGuard.Analyzers.Tests.Connections;

/// <summary>The connection rules in every kind of member and type that can hold code.</summary>
public class MemberKindTests
{
    [Theory]
    [InlineData("class C { public C() { var c = {|RG1002:ConnectionMultiplexer.Connect(\"a\")|}; } }")]
    [InlineData("class C { ~C() { var c = {|RG1002:ConnectionMultiplexer.Connect(\"a\")|}; } }")]
    [InlineData("class C { public int P { get { var c = {|RG1002:ConnectionMultiplexer.Connect(\"a\")|}; return 1; } } }")]
    [InlineData("class C { public int P { set { var c = {|RG1002:ConnectionMultiplexer.Connect(\"a\")|}; } } }")]
    [InlineData("class C { public int P { init { var c = {|RG1002:ConnectionMultiplexer.Connect(\"a\")|}; } } }")]
    [InlineData("class C { public int this[int i] { get { var c = {|RG1002:ConnectionMultiplexer.Connect(\"a\")|}; return i; } } }")]
    [InlineData("class C { public event Action E { add { var c = {|RG1002:ConnectionMultiplexer.Connect(\"a\")|}; } remove { } } }")]
    [InlineData("class C { public static C operator +(C a, C b) { var c = {|RG1002:ConnectionMultiplexer.Connect(\"a\")|}; return a; } }")]
    [InlineData("class C { public static implicit operator string(C a) { using var c = {|RG1001:ConnectionMultiplexer.Connect(\"a\")|}; return \"\"; } }")]
    [InlineData("struct S { public void M() { var c = {|RG1002:ConnectionMultiplexer.Connect(\"a\")|}; } }")]
    [InlineData("record R(string Name) { public void M() { var c = {|RG1002:ConnectionMultiplexer.Connect(Name)|}; } }")]
    [InlineData("record struct R(string Name) { public void M() { using var c = {|RG1001:ConnectionMultiplexer.Connect(Name)|}; } }")]
    [InlineData("interface I { void M() { var c = {|RG1002:ConnectionMultiplexer.Connect(\"a\")|}; } }")]
    [InlineData("interface I { static void M() => {|RG1001:ConnectionMultiplexer.Connect(\"a\")|}.GetDatabase().Ping(); }")]
    [InlineData("class G<T> where T : class { public void M<U>(U u) { var c = {|RG1002:ConnectionMultiplexer.Connect($\"{u}\")|}; } }")]
    [InlineData("class O { class N { class M { void F() { var c = {|RG1002:ConnectionMultiplexer.Connect(\"a\")|}; } } } }")]
    [InlineData("static class E { public static void M(this string s) { using var c = {|RG1001:ConnectionMultiplexer.Connect(s)|}; } }")]
    [InlineData("partial class P { partial void M(); partial void M() { var c = {|RG1002:ConnectionMultiplexer.Connect(\"a\")|}; } }")]
    [InlineData("class C { public IEnumerable<int> M() { using var c = {|RG1001:ConnectionMultiplexer.Connect(\"a\")|}; yield return 1; } }")]
    [InlineData("class C { public IEnumerable<int> M() { var c = {|RG1002:ConnectionMultiplexer.Connect(\"a\")|}; yield return 1; yield break; } }")]
    [InlineData("class C { public async IAsyncEnumerable<RedisValue> M() { await using var c = await {|RG1001:ConnectionMultiplexer.ConnectAsync(\"a\")|}; yield return await c.GetDatabase().StringGetAsync(\"k\"); } }")]
    [InlineData("class C { public async void M() { var c = await {|RG1002:ConnectionMultiplexer.ConnectAsync(\"a\")|}; } }")]
    [InlineData("class C { public unsafe void M(int* p) { var c = {|RG1002:ConnectionMultiplexer.Connect(\"a\")|}; } }")]
    [InlineData("class C { public void M() { void A() { void B() { var c = {|RG1002:ConnectionMultiplexer.Connect(\"a\")|}; } B(); } A(); } }")]
    [InlineData("class C { public void M() { Action a = () => { Action b = () => { using var c = {|RG1001:ConnectionMultiplexer.Connect(\"a\")|}; }; b(); }; a(); } }")]
    [InlineData("class C { public void M() { Action a = delegate { var c = {|RG1002:ConnectionMultiplexer.Connect(\"a\")|}; }; a(); } }")]
    public Task Code_IsJudgedWhereverItStands(string source) => AllRules.VerifyAsync("using StackExchange.Redis;\n" + source);

    [Theory]
    [InlineData("class C { public static readonly ConnectionMultiplexer F = ConnectionMultiplexer.Connect(\"a\"); }")]
    [InlineData("class C { static C() { using var c = ConnectionMultiplexer.Connect(\"a\"); } }")]
    [InlineData("class C { public ConnectionMultiplexer M() { ConnectionMultiplexer F() => ConnectionMultiplexer.Connect(\"a\"); return F(); } }")]
    [InlineData("class C { public Func<ConnectionMultiplexer> M() { return F; static ConnectionMultiplexer F() => ConnectionMultiplexer.Connect(\"a\"); } }")]
    [InlineData("class C { public static implicit operator ConnectionMultiplexer(C c) => ConnectionMultiplexer.Connect(\"a\"); }")]
    [InlineData("class C { public string M() => nameof(ConnectionMultiplexer.Connect); }")]
    [InlineData("class C { public Func<string, TextWriter?, ConnectionMultiplexer> M() => ConnectionMultiplexer.Connect; }")]
    [InlineData("class C { public System.Linq.Expressions.Expression<Func<ConnectionMultiplexer>> M() => () => ConnectionMultiplexer.Connect(\"a\", null); }")]
    [InlineData("static class M { [System.Runtime.CompilerServices.ModuleInitializer] internal static void Initialize() { using var c = ConnectionMultiplexer.Connect(\"a\"); } }")]
    public Task OnceOrNeverRun_IsSilent(string source) => AllRules.VerifyAsync("using StackExchange.Redis;\n" + source);

    [Theory]
    [InlineData("var c = ConnectionMultiplexer.Connect(\"a\"); c.GetDatabase().Ping();")]
    [InlineData("using var c = ConnectionMultiplexer.Connect(\"a\");")]
    [InlineData("await using var c = await ConnectionMultiplexer.ConnectAsync(\"a\"); return 0;")]
    [InlineData("ConnectionMultiplexer.Connect(\"a\").GetDatabase().Ping();")]
    [InlineData("if (args.Length == 0) { return 1; } var c = ConnectionMultiplexer.Connect(\"a\"); return c.IsConnected ? 0 : 1;")]
    [InlineData("try { using var c = ConnectionMultiplexer.Connect(\"a\"); } catch (RedisConnectionException) { Console.Error.WriteLine(\"no server\"); }")]
    public Task TopLevelStatements_RunOnce(string source) => AllRules.VerifyAsync(
        "using StackExchange.Redis;\n" + source, new() { OutputKind = OutputKind.ConsoleApplication });

    [Theory]
    [InlineData("while (true) { var c = {|RG1002:ConnectionMultiplexer.Connect(\"a\")|}; c.GetDatabase().Ping(); }")]
    [InlineData("while (true) { using var c = {|RG1001:ConnectionMultiplexer.Connect(\"a\")|}; }")]
    [InlineData("while (true) { Run(); } void Run() { using var c = {|RG1001:ConnectionMultiplexer.Connect(\"a\")|}; }")]
    public Task TopLevelLoops_DoNot(string source) => AllRules.VerifyAsync(
        "using StackExchange.Redis;\n" + source, new() { OutputKind = OutputKind.ConsoleApplication });
}
