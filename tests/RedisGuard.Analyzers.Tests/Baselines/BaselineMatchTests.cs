using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RedisGuard.Analyzers.Baselines;

namespace RedisGuard.Analyzers.Tests.Baselines;

/// <summary>A baseline answers for findings that were there, wherever they stand now, and never for a new one.</summary>
public class BaselineMatchTests
{
    private const string Two = "namespace N; class C { void M() { X.Connect(1); X.Connect(2); } }";
    private const string One = "namespace N; class C { void M() { X.Connect(2); } }";

    [Fact]
    public void SameKey_IsKnown() => Assert.True(Match([Entry()], [Entry()], ("a.cs", One)).Knows(Entry()));

    [Fact]
    public void SecondCallBesideTheFirst_IsNew()
    {
        BaselineMatch match = Match([Entry()], [Entry(), Entry(nth: 2)], ("a.cs", Two));
        Assert.True(match.Knows(Entry()));
        Assert.False(match.Knows(Entry(nth: 2)));
    }

    [Fact]
    public void SecondCallAfterTheFirstWasCuredInPlace_IsNew() => Assert.False(Match([Entry()], [Entry(nth: 2)], ("a.cs", Two)).Knows(Entry(nth: 2)));

    [Fact]
    public void FirstCallRemoved_TheSecondIsKnownAsTheFirst()
    {
        BaselineMatch match = Match([Entry(), Entry(nth: 2)], [Entry()], ("a.cs", One));
        Assert.True(match.Knows(Entry()));
        Assert.Equal(2, Assert.Single(match.Cured).Nth);
    }

    [Fact]
    public void FileRenamed_IsKnown()
    {
        BaselineEntry now = Entry(path: "b.cs");
        BaselineMatch match = Match([Entry()], [now], ("b.cs", One));
        Assert.True(match.Knows(now));
        Assert.Empty(match.Cured);
    }

    [Fact]
    public void AnotherProjectsProgram_IsNew()
    {
        BaselineEntry now = Entry(path: "b/Program.cs", member: "Program.Main()");
        Assert.False(Match([Entry(path: "a/Program.cs", member: "Program.Main()")], [now], ("b/Program.cs", "class Program { void Main() { X.Connect(2); } }")).Knows(now));
    }

    [Fact]
    public void CopyOfAFileThatIsStillThere_IsNew()
    {
        BaselineEntry now = Entry(path: "b.cs");
        Assert.False(Match([Entry()], [Entry(), now], ("a.cs", One), ("b.cs", One)).Knows(now));
    }

    [Fact]
    public void CopyOfAFileWhoseFindingWasCuredInPlace_IsNew()
    {
        BaselineEntry now = Entry(path: "b.cs");
        Assert.False(Match([Entry()], [now], ("a.cs", One), ("b.cs", One)).Knows(now));
    }

    [Fact]
    public void MemberRenamed_IsKnownByItsLine()
    {
        BaselineEntry now = Entry(member: "N.C.Renamed()");
        Assert.True(Match([Entry()], [now], ("a.cs", "namespace N; class C { void Renamed() { X.Connect(2); } }")).Knows(now));
    }

    [Fact]
    public void OneEntry_AnswersForOneFinding()
    {
        BaselineEntry[] now = [Entry(member: "N.C.A()"), Entry(member: "N.C.B()")];
        BaselineMatch match = Match([Entry()], now, ("a.cs", "namespace N; class C { void A() { X.Connect(2); } void B() { X.Connect(2); } }"));
        Assert.Single(now, match.Knows);
    }

    [Fact]
    public void AnotherRule_IsNew() => Assert.False(Match([Entry()], [Entry(rule: "RG1001")], ("a.cs", One)).Knows(Entry(rule: "RG1001")));

    [Fact]
    public void FileThatWasNotLookedAt_IsNotCured()
    {
        BaselineMatch match = new([Entry(path: "elsewhere.cs")], [], static _ => new CodeState(IsUnseen: true, Root: null));
        Assert.Empty(match.Cured);
        Assert.Single(match.NotLookedAt);
    }

    private static BaselineEntry Entry(string rule = "RG1002", string path = "a.cs", string member = "N.C.M()", int nth = 1) => new(rule, path, member, "X.Connect", nth, "sha256:1");

    private static BaselineMatch Match(ImmutableArray<BaselineEntry> entries, BaselineEntry[] now, params (string Path, string Source)[] files)
    {
        Dictionary<string, SyntaxNode> roots = files.ToDictionary(static file => file.Path, static file => CSharpSyntaxTree.ParseText(file.Source).GetRoot());
        return new BaselineMatch(entries, now, path => new CodeState(IsUnseen: false, roots.GetValueOrDefault(path)));
    }
}
