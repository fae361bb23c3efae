using RedisGuard.Analyzers.Origins;

namespace RedisGuard.Analyzers.Tests.Origins;

/// <summary>Members whose connection comes from outside their type.</summary>
public class GivenMembersTests
{
    [Theory]
    [InlineData("IConnectionMultiplexer _c; public Store(IConnectionMultiplexer c) => _c = c;")]
    [InlineData("IConnectionMultiplexer _c; public Store(IConnectionMultiplexer? c) => _c = c ?? throw new ArgumentNullException();")]
    [InlineData("IConnectionMultiplexer _c; public Store(IConnectionMultiplexer c) => _c = c; public Store(ConnectionMultiplexer c, int i) => _c = c;")]
    [InlineData("IConnectionMultiplexer _c; public Store(IConnectionMultiplexer c) => _c = c; public Store(ConnectionMultiplexer c, int i) : this(c) { }")]
    [InlineData("IDatabase _c; public Store(IConnectionMultiplexer c) => _c = c.GetDatabase();")]
    [InlineData("IDatabase _c; IConnectionMultiplexer _d; public Store(IConnectionMultiplexer d) { _d = d; _c = _d.GetDatabase(); }")]
    [InlineData("IDatabase _c; IDatabase _d; public Store(IDatabase d) { _d = d; _c = _d; }", false)]
    [InlineData("[Inject] IConnectionMultiplexer? _c;")]
    [InlineData("[Inject] IConnectionMultiplexer? _c { get; set; }")]
    [InlineData("IConnectionMultiplexer? _c;", false)]
    [InlineData("[Inject] IConnectionMultiplexer? _c = Shared.Fresh();", false)]
    [InlineData("IConnectionMultiplexer _c = Shared.Fresh();", false)]
    [InlineData("IConnectionMultiplexer _c; public Store(IConnectionMultiplexer c) => _c = c; void Renew() => _c = Shared.Fresh();", false)]
    [InlineData("IConnectionMultiplexer? _c; void Set(IConnectionMultiplexer c) => _c = c;", false)]
    [InlineData("IConnectionMultiplexer _c; public Store(IConnectionMultiplexer? c) => _c = c ?? Shared.Fresh();", false)]
    [InlineData("IConnectionMultiplexer _c; public Store(Holder? h) => _c = h?.Kept ?? throw new Exception();", false)]
    [InlineData("IDatabase _c; public Store() => _c = Shared.Fresh().GetDatabase();", false)]
    [InlineData("IDatabase _c; IConnectionMultiplexer _d = Shared.Fresh(); public Store() => _c = _d.GetDatabase();", false)]
    [InlineData("IDatabase _c; IConnectionMultiplexer _d = Shared.Fresh(); public Store(IConnectionMultiplexer d) { _d = d; _c = _d.GetDatabase(); }", false)]
    [InlineData("IDatabase _c; IConnectionMultiplexer? _d; public Store() => _c = _d!.GetDatabase();", false)]
    [InlineData("string _c; public Store(IDatabase d) => _c = d.StringGet(\"k\").ToString();", false)]
    public void AllFillsAreAConstructorsParameter(string members, bool given = true) => Assert.Equal(given, new OriginCode(members).IsGiven("_c"));

    [Theory]
    [InlineData("public Store(IConnectionMultiplexer c) => _c = c; public Store() : this(ConnectionMultiplexer.Connect(\"a\")) { }", false)]
    [InlineData("public Store(IConnectionMultiplexer c) => _c = c; public Store(Holder h) : this(h.Kept) { }", true)]
    [InlineData("private Store(IConnectionMultiplexer c) => _c = c; public static Store Of(IConnectionMultiplexer c) => new(c);", true)]
    [InlineData("private Store(IConnectionMultiplexer c) => _c = c; public static Store Open() => new(ConnectionMultiplexer.Connect(\"a\"));", false)]
    [InlineData("private Store(IConnectionMultiplexer c) => _c = c; public static Store Of(IConnectionMultiplexer c) => new(c); public static Store Open() => new(ConnectionMultiplexer.Connect(\"a\"));", false)]
    [InlineData("internal Store(IConnectionMultiplexer c) => _c = c; public static Store Open() => new(ConnectionMultiplexer.Connect(\"a\"));", true)]
    public void WhatTheTypeHandsToItsOwnConstructor_WasGivenByNobody(string constructors, bool given)
        => Assert.Equal(given, new OriginCode($"IConnectionMultiplexer _c; {constructors}").IsGiven("_c"));

    [Fact]
    public void WhatABaseWasGiven_IsGiven()
    {
        Assert.True(new OriginCode("} public partial class Store : Base { public Store(IConnectionMultiplexer c) : base(c) { }").IsGiven("_inherited"));
        Assert.False(new OriginCode("} public partial class Store : Base { public Store(IConnectionMultiplexer c) : base(c) => _inherited = Shared.Fresh();").IsGiven("_inherited"));
    }

    [Theory]
    [InlineData("Inject", true)]
    [InlineData("FromServices", true)]
    [InlineData("FromKeyedServices", true)]
    [InlineData("Dependency", true)]
    [InlineData("Import", true)]
    [InlineData("Key", false)]
    public void AnAttributeTellsOfAContainer(string attribute, bool injected)
    {
        var code = new OriginCode($"class {attribute}Attribute : Attribute; [{attribute}] IConnectionMultiplexer? _c;");

        Assert.Equal(injected, GivenMembers.IsInjected(code.Member("_c")));
        Assert.Equal(injected, code.IsGiven("_c"));
    }
}
