namespace RedisGuard.Analyzers.Tests.Origins;

/// <summary>The ways back from an expression to all that its connection may come from.</summary>
public class OriginWalkTests
{
    private const string Given = "private readonly IConnectionMultiplexer _c; public Store(IConnectionMultiplexer c) => _c = c;";
    private const string GivenView = "private readonly IDatabase _d; public Store(IDatabase d) => _d = d;";
    private const string GivenHolder = "private readonly Holder _h; public Store(Holder h) => _h = h;";

    [Theory]
    [InlineData("object? M() => [|null|];", "Nothing")]
    [InlineData("object M(IConnectionMultiplexer? c) => [|c ?? throw new Exception()|];", "Nothing, Parameter c")]
    [InlineData("object M(bool b, IConnectionMultiplexer c, IConnectionMultiplexer d) => [|b ? c : d|];", "Parameter c, Parameter d")]
    [InlineData("object M(IConnectionMultiplexer? c, IConnectionMultiplexer d) => [|c ?? d|];", "Parameter c, Parameter d")]
    [InlineData("object M(int i, IConnectionMultiplexer c, IConnectionMultiplexer d) => [|i switch { 1 => c, 2 => d, _ => Shared.Kept }|];", "KeptByType Kept, Parameter c, Parameter d")]
    [InlineData("private IConnectionMultiplexer? _c; object M() => [|_c ??= Shared.Fresh()|];", "Kept _c")]
    [InlineData("object M(object o) => [|(ConnectionMultiplexer)o|];", "Parameter o")]
    [InlineData("async Task<object> M(Task<ConnectionMultiplexer> t) => [|await t|];", "Parameter t")]
    [InlineData("object M(object o) => [|new object()|];", "Unknown")]
    [InlineData("object M() => [|new Lazy<ConnectionMultiplexer>(() => Shared.Fresh())|];", "Opened")]
    public void Expression(string members, string origins) => Assert.Equal(origins, new OriginCode(members).Origins);

    [Theory]
    [InlineData("object M(IConnectionMultiplexer c) { var x = c; return [|x|]; }", "Parameter c")]
    [InlineData("object M(bool b, IConnectionMultiplexer c, IConnectionMultiplexer d) { var x = c; if (b) { x = d; } return [|x|]; }", "Parameter c, Parameter d")]
    [InlineData("object M(bool b, IConnectionMultiplexer c, IConnectionMultiplexer d) { var x = c; while (b) { x = b ? x : d; } return [|x|]; }", "Parameter c, Parameter d")]
    [InlineData("object M(IConnectionMultiplexer c) { var x = c; Swap(ref x); return [|x|]; } static void Swap(ref IConnectionMultiplexer c) { }", "Parameter c, Unknown")]
    [InlineData("object M(IConnectionMultiplexer[] all) { foreach (var x in all) { return [|x|]; } return 1; }", "Unknown")]
    [InlineData("void M(IConnectionMultiplexer c) { foreach (var x in c.GetServers()) { Console.WriteLine([|x|]); } }", "Parameter c")]
    public void Variable(string members, string origins) => Assert.Equal(origins, new OriginCode(members).Origins);

    [Theory]
    [InlineData("object M(IConnectionMultiplexer c) => [|c.GetDatabase()|];", "Parameter c")]
    [InlineData("object M(IConnectionMultiplexer c) => [|c.GetDatabase().Multiplexer|];", "Parameter c")]
    [InlineData("object M(IDatabase d) => [|d.Multiplexer|];", "BehindGiven d")]
    [InlineData(GivenView + "object M() => [|_d.Multiplexer|];", "BehindGiven _d")]
    [InlineData("public IDatabase D { get; } public Store(IDatabase d) => D = d; object M() => [|D.Multiplexer|];", "BehindGiven D")]
    [InlineData(Given + "object M() => [|_c.GetDatabase().Multiplexer|];", "Given _c")]
    [InlineData("public IConnectionMultiplexer C { get; } public Store(IConnectionMultiplexer c) => C = c; object M() => [|C.GetDatabase().Multiplexer|];", "Given C")]
    [InlineData("object M() => [|Shared.Fresh().GetDatabase().Multiplexer|];", "Opened Fresh")]
    [InlineData("private IDatabase? _d; object M() => [|_d!.Multiplexer|];", "Kept _d")]
    [InlineData("object M() { IDatabase x = null!; return [|x.Multiplexer|]; }", "Nothing")]
    [InlineData("object M() { IDatabase x = null!; x = x; return [|x.Multiplexer|]; }", "Nothing")]
    [InlineData("private IDatabase One => Two; private IDatabase Two => One; object M() => [|One.Multiplexer|];", "Unknown")]
    public void View_LeadsToTheConnection(string members, string origins) => Assert.Equal(origins, new OriginCode(members).Origins);

    [Theory]
    [InlineData(Given + "object M() => [|_c|];", "Given _c")]
    [InlineData(Given + "void Set(IConnectionMultiplexer d) => _d = d; private IConnectionMultiplexer? _d; object? M() => [|_d|];", "Kept _d")]
    [InlineData(Given + "private IConnectionMultiplexer Mine => _c; object M() => [|Mine|];", "Given _c")]
    [InlineData("private IConnectionMultiplexer One => Two; private IConnectionMultiplexer Two => One; object M() => [|One.GetDatabase()|];", "")]
    [InlineData("private static IConnectionMultiplexer s_c = Shared.Kept; object M() => [|s_c|];", "Kept s_c")]
    [InlineData("private static IConnectionMultiplexer s_c = Shared.Kept; public static class Inner { static object M() => [|s_c|]; }", "Kept s_c")]
    [InlineData("private readonly Lazy<ConnectionMultiplexer> _c = new(() => Shared.Fresh()); object M() => [|_c.Value|];", "Kept _c")]
    [InlineData("private ConnectionMultiplexer _c = Shared.Kept; object M() => [|_c|];", "KeptByType Kept (_c)")]
    [InlineData("private ConnectionMultiplexer? _c; public Store(Holder h) => _c = h.Kept; void Reset() => _c = null; object? M() => [|_c|];", "KeptByObject Kept (_c)")]
    [InlineData("private IConnectionMultiplexer _c; public Store(Holder h, bool b) => _c = b ? h.Kept : null!; object? M() => [|_c|];", "KeptByObject Kept (_c), Nothing (_c)")]
    [InlineData("private IConnectionMultiplexer _c; public Store(Holder h, bool b) => _c = b ? h.Kept : Shared.Fresh(); object? M() => [|_c|];", "Kept _c")]
    [InlineData("private IConnectionMultiplexer _c = Shared.Kept; private IConnectionMultiplexer _d; public Store() => _d = _c; object? M() => [|_d|];", "Kept _d")]
    [InlineData("private IConnectionMultiplexer? _c; void Set(Holder h) => _c = h.Any; object? M() => [|_c|];", "Kept _c")]
    [InlineData("} public partial class Store : Base { public Store(IConnectionMultiplexer c) : base(c) { } object M() => [|Inherited|];", "Given _inherited")]
    [InlineData("} public partial class Store : Base { public Store(IConnectionMultiplexer c) : base(c) => _inherited = Shared.Fresh(); object M() => [|Inherited|];", "Kept _inherited")]
    [InlineData("private object? _o; object? M(Store s) => [|s._o|];", "Parameter s (part)")]
    public void OwnMember(string members, string origins) => Assert.Equal(origins, new OriginCode(members).Origins);

    [Theory]
    [InlineData("object M() => [|Shared.Kept|];", "KeptByType Kept")]
    [InlineData("object M() => [|Shared.Get()|];", "KeptByType Get")]
    [InlineData("object M() => [|Shared.Either|];", "KeptByType s_kept, Nothing")]
    [InlineData("object M(Holder h) => [|h.Kept|];", "KeptByObject Kept")]
    [InlineData("object M(Holder h) => [|h.Get()|];", "KeptByObject Get")]
    [InlineData(GivenHolder + "object M() => [|_h.Kept|];", "KeptByObject Kept")]
    [InlineData("private Holder _h = new(); object M() => [|_h.Kept|];", "Kept _h (part)")]
    [InlineData("object M(Holder h) => [|h.Any|];", "Parameter h (part)")]
    [InlineData("object M(Holder h) => [|h.Make()|];", "Parameter h (part)")]
    [InlineData("object M(Func<IConnectionMultiplexer> open) => [|open()|];", "Parameter open (part)")]
    [InlineData("object M() => [|new Holder().Any|];", "Unknown")]
    [InlineData("object M() { Holder h = null!; return [|h.Any|]; }", "Unknown")]
    [InlineData("object M() { Holder h = null!; h = h; return [|h.Make()|]; }", "Unknown")]
    public void AnotherObject(string members, string origins) => Assert.Equal(origins, new OriginCode(members).Origins);

    [Theory]
    [InlineData("object? M(IServiceProvider s) => [|s.GetService<IConnectionMultiplexer>()|];", "Container GetService")]
    [InlineData("object M(IServiceProvider s) => [|s.GetRequiredService<IConnectionMultiplexer>()|];", "Container GetRequiredService")]
    [InlineData("object? M(IServiceProvider s) => [|s.GetKeyedService<IConnectionMultiplexer>(1)|];", "Container GetKeyedService")]
    [InlineData("object M(IServiceProvider s) => [|s.GetRequiredKeyedService<IConnectionMultiplexer>(1)|];", "Container GetRequiredKeyedService")]
    [InlineData("interface IContainer { T Resolve<T>(); } object M(IContainer s) => [|s.Resolve<IConnectionMultiplexer>()|];", "Container Resolve")]
    [InlineData("object M(RedisPool p) => [|p.GetConnection()|];", "Pool GetConnection")]
    [InlineData("async Task<object> M(RedisPool p) => [|await p.GetConnectionAsync().ConfigureAwait(false)|];", "Pool GetConnectionAsync")]
    [InlineData("object M(RedisLease l) => [|l.Connection|];", "Pool Connection")]
    public void ContainerOrPool(string members, string origins) => Assert.Equal(origins, new OriginCode(members).Origins);

    [Theory]
    [InlineData("object M() => [|ConnectionMultiplexer.Connect(\"a\")|];", "Opened Connect")]
    [InlineData("object M() => [|ConnectionMultiplexer.ConnectAsync(\"a\").GetAwaiter().GetResult()|];", "Opened ConnectAsync")]
    [InlineData("object M() => [|Shared.Fresh()|];", "Opened Fresh")]
    [InlineData("object M() => [|Open()|]; IConnectionMultiplexer Open() => Shared.Fresh();", "Opened Open")]
    [InlineData("object M(IConnectionMultiplexer c) => [|Pass(c)|]; static IConnectionMultiplexer Pass(IConnectionMultiplexer p) => p;", "Parameter c")]
    [InlineData(Given + "object M() => [|Pass(1)|]; IConnectionMultiplexer Pass(int i) { return _c; }", "Given _c")]
    [InlineData("object M(IConnectionMultiplexer c, IConnectionMultiplexer d, bool b) => [|b ? Pass(c) : Pass(d)|]; static IConnectionMultiplexer Pass(IConnectionMultiplexer p) => p;", "Parameter c, Parameter d")]
    [InlineData("static IConnectionMultiplexer Self(IConnectionMultiplexer p, bool b) => [|b ? p : Self(Shared.Kept, b)|];", "KeptByType Kept, Parameter p, Unknown")]
    [InlineData("static IConnectionMultiplexer Self(IConnectionMultiplexer p, bool b) => [|b ? Self(Shared.Kept, b) : p|];", "Parameter p, Unknown")]
    [InlineData("private static ConnectionMultiplexer s_c = Shared.Fresh(); static ConnectionMultiplexer Mine() => s_c; object M() => [|Mine()|];", "Kept s_c")]
    [InlineData("object M() => [|Any()|]; protected virtual IConnectionMultiplexer? Any() => null;", "Unknown")]
    [InlineData("object M() { return [|Local()|]; IConnectionMultiplexer Local() => Shared.Kept; }", "KeptByType Kept")]
    public void Call(string members, string origins) => Assert.Equal(origins, new OriginCode(members).Origins);

    [Fact]
    public void AWayIsFollowedSixteenStepsBack()
    {
        static string Through(int properties)
            => string.Concat(Enumerable.Range(1, properties).Select(i => $"private IConnectionMultiplexer P{i} => P{i - 1};"));

        Assert.Equal("Kept P0", new OriginCode($"private static IConnectionMultiplexer P0 {{ get; set; }} = Shared.Kept; {Through(15)} object M() => [|P15|];").Origins);
        Assert.Equal("Unknown", new OriginCode($"private static IConnectionMultiplexer P0 {{ get; set; }} = Shared.Kept; {Through(16)} object M() => [|P16|];").Origins);
    }

    [Fact]
    public void WhatItPasses_IsTold()
        => Assert.Equal(
            "Mine, Pass, _c, x",
            new OriginCode("private IConnectionMultiplexer _c = Shared.Fresh(); private IConnectionMultiplexer Mine => Pass(_c); static T Pass<T>(T p) => p; object M() { var x = Mine; return [|x|]; }").Passed);
}
