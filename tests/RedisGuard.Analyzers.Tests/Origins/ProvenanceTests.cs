using RedisGuard.Verification;

namespace RedisGuard.Analyzers.Tests.Origins;

/// <summary>Tests what is known of members, of the own type and of others.</summary>
public class ProvenanceTests
{
    [Theory]
    [InlineData("IConnectionMultiplexer _c; public Store(IConnectionMultiplexer c) => _c = c; void Renew() { var x = Shared.Fresh(); _c = x; }", "Opened Fresh, Parameter c", "x")]
    [InlineData("IConnectionMultiplexer _c = Shared.Kept;", "KeptByType Kept", "")]
    [InlineData("IConnectionMultiplexer _c; IConnectionMultiplexer _d = Shared.Kept; void Set() { _c = _d; _d = _c; }", "Kept _d", "_d")]
    [InlineData("IConnectionMultiplexer? _c;", "", "")]
    public void FillsOfAMember(string members, string origins, string passed) => Assert.Equal((origins, passed), new OriginCode(members).Fills("_c"));

    [Theory]
    [InlineData("object M() => [|ConnectionMultiplexer.Connect(\"a\")|];", true)]
    [InlineData("object M() => [|new Func<object>(() => ConnectionMultiplexer.Connect(\"a\"))|];", true)]
    [InlineData("object M() => [|new[] { Shared.Fresh() }|];", true)]
    [InlineData("object M() => [|Shared.Kept|];", false)]
    [InlineData("object M() => [|string.Join(\"a\", \"b\")|];", false)]
    public void AnExpressionOpens(string members, bool opens)
    {
        var code = new OriginCode(members);
        Assert.Equal(opens, code.Known.Opens(code.Marked, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("object M(Holder h) => [|h.Kept|];", "KeptByObject Kept")]
    [InlineData("Holder _h; public Store(Holder h) => _h = h; object M() => [|_h.Kept|];", "KeptByObject Kept")]
    [InlineData("Holder _h; public Store(Holder h) => _h = h; void Renew() => _h = new(); object M() => [|_h.Kept|];", "Kept _h (part)")]
    [InlineData("static Holder s_h = new(); object M() => [|s_h.Kept|];", "Kept s_h (part)")]
    [InlineData("class Other { public static Holder s_h = new(); } object M() => [|Other.s_h.Kept|];", "Kept s_h (part)")]
    [InlineData("class Outer { public Holder H; public Outer(Holder h) => H = h; } object M(Outer o) => [|o.H.Kept|];", "Parameter o (part)")]
    public void AnObjectThatWasGiven_KeepsItForAllWhoHaveIt(string members, string origins) => Assert.Equal(origins, new OriginCode(members).Origins);

    [Theory]
    [InlineData("RedisPool p", "p.Get()", "Pool Get")]
    [InlineData("RedisPool p", "p.Inside()", "Parameter p (part)")]
    [InlineData("Slot s", "s.Get()", "Parameter s (part)")]
    [InlineData("global::Mine m", "m.Get()", "Pool Get")]
    public void InThePoolItself_OnlyWhatItShowsIsThePools(string parameter, string connection, string origins)
    {
        const string Make = "{ public IConnectionMultiplexer Get() => Open(); internal virtual IConnectionMultiplexer Inside() => Open(); protected virtual IConnectionMultiplexer Open() => null!; }";
        var code = new MarkedCode(
            $"using StackExchange.Redis; public class Mine {Make} namespace RedisGuard.Pool {{ public class RedisPool {Make} class Slot {Make} class User {{ object M({parameter}) => [|{connection}|]; }} }}");
        Assert.Equal(origins, new OriginCode(code).Origins);
    }
}
