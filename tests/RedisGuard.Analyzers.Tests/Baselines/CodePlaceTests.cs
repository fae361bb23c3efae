using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using RedisGuard.Analyzers.Baselines;

namespace RedisGuard.Analyzers.Tests.Baselines;

/// <summary>The name of a piece of code stays the same while code around it changes.</summary>
public class CodePlaceTests
{
    [Theory]
    [InlineData("namespace A.B; class C { void M(string a, List<int> b) { [|X.Connect(\"secret\", p: 1)|]; } }", "A.B.C.M(string,List<int>)", "X.Connect", 1)]
    [InlineData("class C { class D { C() { } D() => [|X.Connect(a)|]; } }", "C.D.ctor()", "X.Connect", 1)]
    [InlineData("class C { static C() { [|X.Connect(a)|]; } }", "C.cctor()", "X.Connect", 1)]
    [InlineData("class C { object a = Y(), b = [|X.Connect(a)|]; }", "C.b", "X.Connect", 1)]
    [InlineData("class C { object P { get { X.Connect(1); return [|X.Connect(2)|]; } } }", "C.P", "X.Connect", 2)]
    [InlineData("class C { object this[int i] => [|X.Connect(i)|]; }", "C.this(int)", "X.Connect", 1)]
    [InlineData("[|X.Connect(a)|];", "<top-level>", "X.Connect", 1)]
    [InlineData("void L() { [|X.Connect(a)|]; }", "<top-level>", "X.Connect", 1)]
    [InlineData("class C { void M() { var c = [|new Options { Password = \"secret\" }|]; } }", "C.M()", "new Options", 1)]
    [InlineData("class C { void M() { var c = [|\"redis,password=secret\"|]; } }", "C.M()", "_", 1)]
    [InlineData("class C { void M() { f(\"x\"); var c = [|$\"redis,password={secret}\"|]; } }", "C.M()", "$\" _ { secret } \"", 1)]
    [InlineData("class C { object [|_mux|] = X.Connect(a); }", "C._mux", "_mux", 1)]
    [InlineData("class C { object _mux = X.Connect(a), [|_mux2|]; void M() => _mux2 = null; }", "C._mux2", "_mux2", 1)]
    [InlineData("class [|C|] { }", "C", "C", 1)]
    [InlineData("class C { void M() { [|a?.B.Connect(1)|]; } }", "C.M()", "a?.B.Connect", 1)]
    [InlineData("class C { void M() { x.Select(o => X.Connect(o)).Select(o => [|X.Connect(o)|]); } }", "C.M()", "X.Connect", 2)]
    [InlineData("class C { void M() { [|await X\n   .Connect(1)|]; } }", "C.M()", "await X.Connect", 1)]
    public void Code_IsNamed(string marked, string member, string code, int nth)
    {
        (SyntaxNode root, TextSpan span) = Parse(marked);
        Assert.Equal((member, code, nth), CodePlace.Of(root, span));
        Assert.True(CodePlace.Exists(root, member, code, nth));
        Assert.False(CodePlace.Exists(root, member, code, nth + 5));
    }

    [Theory]
    [InlineData("// more\nclass C { int added; void Before() { X.Connect(1); } void M() { var y = 1; log(y); [|X.Connect(other)|]; } }")]
    [InlineData("class C { void M() { if (a) { try { [|X.Connect(1)|]; } finally { } } X.Connect(2); } }")]
    public void ChangesAround_LeaveTheName(string marked)
    {
        (SyntaxNode root, TextSpan span) = Parse(marked);
        Assert.Equal(("C.M()", "X.Connect", 1), CodePlace.Of(root, span));
    }

    [Fact]
    public void EachTokenOfBrokenCode_IsNamedWithoutAnException()
    {
        const string Source = "namespace A { class C : { void M( { X.Connect(\"a ; } object this[ => ; operator static event } [Attr] enum E { A = , }";
        SyntaxNode root = CSharpSyntaxTree.ParseText(Source, cancellationToken: TestContext.Current.CancellationToken).GetRoot(TestContext.Current.CancellationToken);
        foreach (SyntaxToken token in root.DescendantTokens())
        {
            (string member, string code, int nth) = CodePlace.Of(root, token.Span);
            _ = CodePlace.Exists(root, member, code, nth);
        }
    }

    private static (SyntaxNode Root, TextSpan Span) Parse(string marked)
    {
        int start = marked.IndexOf("[|", StringComparison.Ordinal);
        int end = marked.IndexOf("|]", StringComparison.Ordinal) - 2;
        string source = marked.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal);
        return (CSharpSyntaxTree.ParseText(source).GetRoot(), TextSpan.FromBounds(start, end));
    }
}
