using Microsoft.CodeAnalysis;

namespace RedisGuard.Analyzers.Tests.Ownership;

/// <summary>A type's account of one of its places.</summary>
public class TypeOwnershipTests
{
    [Theory]
    [InlineData("private ConnectionMultiplexer _x = Connect();", "filled in _x with Connect()")]
    [InlineData("private ConnectionMultiplexer _y = Connect(), _x = Connect();", "filled in _x with Connect()")]
    [InlineData("public ConnectionMultiplexer _x { get; } = Connect();", "filled in _x with Connect()")]
    [InlineData("private ConnectionMultiplexer? _x; public Store() => _x = Connect();", "filled in .ctor with Connect()")]
    [InlineData("private ConnectionMultiplexer? _x; ConnectionMultiplexer P => _x ??= Connect();", "filled in P with Connect()")]
    [InlineData("private ConnectionMultiplexer? _x; int P { get { return 1; } set { _x = Connect(); } }", "filled in P with Connect()")]
    [InlineData("private ConnectionMultiplexer? _x; int this[int i] { get { _x = Connect(); return i; } }", "filled in this[] with Connect()")]
    [InlineData("private ConnectionMultiplexer? _x; event Action E { add { _x = Connect(); } remove { } }", "filled in E with Connect()")]
    [InlineData("private ConnectionMultiplexer? _x; void M() { void Local() { _x = Connect(); } Local(); }", "filled in M with Connect()")]
    [InlineData("private ConnectionMultiplexer? _x; void M(Store other) => other._x = Connect();", "filled in M with Connect()")]
    [InlineData("private ConnectionMultiplexer? _x; void M() => (_x, _m) = (Connect(), null);", "filled in M with Connect(), mentioned in M")]
    [InlineData("private ConnectionMultiplexer? _x; void M() => Interlocked.Exchange(ref _x, Connect());", "filled in M with Connect()")]
    [InlineData("private ConnectionMultiplexer? _x; void M() => Volatile.Write(ref _x, Connect());", "filled in M with Connect()")]
    [InlineData("private ConnectionMultiplexer? _x; void M() => Elsewhere.Take(_x, Connect());", "handed over in M, mentioned in M")]
    [InlineData("private ConnectionMultiplexer? _x; object? M() => Volatile.Read(ref _x);", "mentioned in M")]
    [InlineData("private ConnectionMultiplexer? _x; class Inner { void M(Store s) => s._x = Connect(); }", "")]
    [InlineData("private ConnectionMultiplexer? _x; void M() => _x = null;", "")]
    [InlineData("private ConnectionMultiplexer? _x = null; void M() => Interlocked.Exchange(ref _x, null);", "")]
    [InlineData("private ConnectionMultiplexer? _x; void M() => _m = Connect();", "")]
    public void Fills(string members, string account) => Assert.Equal(account, new PlacesCode(members).Tell("_x"));

    [Theory]
    [InlineData("void M() => _m!.Dispose();")]
    [InlineData("void M() => _m?.Close();")]
    [InlineData("async Task M() => await _m!.CloseAsync();")]
    [InlineData("async ValueTask M() => await _m!.DisposeAsync();")]
    [InlineData("void M() { using (_m) { } }", "released in M, mentioned in M")]
    [InlineData("void M() { using (var x = _m) { } }", "released in M, mentioned in M")]
    [InlineData("void M() { using var x = _m; }", "released in M, mentioned in M")]
    [InlineData("void M() { var x = _m; x!.Dispose(); }", "released in M, mentioned in M")]
    [InlineData("void M() { if (_m is { } x) { x.Dispose(); } }")]
    [InlineData("void M() => Interlocked.Exchange(ref _m, null)?.Dispose();", "released in M, mentioned in M")]
    [InlineData("void M() { foreach (var x in new[] { _n, _m }) { x?.Dispose(); } }", "released in M, mentioned in M")]
    [InlineData("void M() { foreach (var x in new[] { _m, _n }) { x?.Dispose(); } }", "released in M, mentioned in M")]
    [InlineData("void M() { foreach (var x in new[] { _m, _n }) { x?.GetDatabase(); } }", "mentioned in M")]
    [InlineData("void M(ConnectionMultiplexer other) { foreach (var x in new[] { _m, _n }) { other.Dispose(); } }", "mentioned in M")]
    [InlineData("void M() { var other = Connect(); foreach (var x in new[] { _m, _n }) { other.Dispose(); } }", "mentioned in M")]
    [InlineData("void M(Action a) { a = _m!.Dispose; }", "released in M")]
    [InlineData("void M(Func<string> a) { a = _m!.GetStatus; }", "")]
    [InlineData("void M() => _n!.Dispose();", "")]
    [InlineData("void M() => _m!.GetDatabase();", "")]
    [InlineData("void M() { using var x = _n; }", "")]
    public void Releases(string members, string account = "released in M") => Assert.Equal(account, new PlacesCode(members).Tell("_m"));

    [Theory]
    [InlineData("Dispose")]
    [InlineData("DisposeAsync")]
    [InlineData("Close")]
    [InlineData("CloseAsync")]
    [InlineData("Abandon")]
    [InlineData("Clear", "")]
    public void AWrapperOfAnyKind_IsReleasedByName(string method, string account = "released in M")
        => Assert.Equal(account, new PlacesCode($"class Wrapper {{ public void {method}() {{ }} }} private readonly Wrapper? _w; void M() => _w!.{method}();").Tell("_w"));

    [Theory]
    [InlineData("void M() { _db = _m!.GetDatabase(); } void Close() => _db!.Multiplexer.Dispose();", "released in Close")]
    [InlineData("void M() { _n = _m; } void Close() => _n!.Dispose();", "released in Close, mentioned in M")]
    [InlineData("void M() { (_n, _m) = (_m, null); } void Close() => _n!.Dispose();", "released in Close, mentioned in M, mentioned in M")]
    [InlineData("void M() => Interlocked.Exchange(ref _n, _m); void Close() => _n!.Dispose();", "released in Close")]
    [InlineData("void M() => _n = Connect(); void Close() => _n!.Dispose();", "")]
    [InlineData("void M() => _m = _m; void Close() => _m!.Dispose();", "filled in M with _m, released in Close, mentioned in M")]
    public void ClosedThroughWhatWasTakenFromIt(string members, string account) => Assert.Equal(account, new PlacesCode(members).Tell("_m"));

    [Theory]
    [InlineData("void M() => Elsewhere.Take(_m);", "handed over in M, mentioned in M")]
    [InlineData("void M() => new List<object?>([]).Add(_m);", "handed over in M, mentioned in M")]
    [InlineData("object M() => new KeyValuePair<int, object?>(1, _m);", "handed over in M, mentioned in M")]
    [InlineData("void M() => Elsewhere.Take(_m!.GetDatabase());", "handed over in M")]
    [InlineData("void M() => Elsewhere.Take(_m!.IsConnected);", "")]
    [InlineData("void M() => Elsewhere.Take(_m!.Configuration);", "")]
    [InlineData("void M() => Console.WriteLine(_m);", "")]
    [InlineData("void M() => Console.WriteLine(\"{0}\", _m);", "")]
    [InlineData("object? M() => _m;", "mentioned in M")]
    [InlineData("void M() { var x = _m; }", "mentioned in M")]
    [InlineData("void M() { Action a = () => _m!.GetDatabase(); }", "")]
    [InlineData("bool M() => _m == null || _m is { };", "")]
    [InlineData("void M() => Interlocked.Exchange(ref _m, null);", "")]
    [InlineData("object? M() => Interlocked.Exchange(ref _m, null);", "mentioned in M")]
    [InlineData("object? M(Store other) => other._m;", "")]
    public void HandOversAndMentions(string members, string account) => Assert.Equal(account, new PlacesCode(members).Tell("_m"));

    [Fact]
    public void APartialType_IsReadInAllItsParts()
        => Assert.Equal("filled in M with Connect(), released in Dispose", new PlacesCode("void M() => _m = Connect(); } public partial class Store { void Dispose() => _m!.Dispose();").Tell("_m"));

    [Fact]
    public void APrimaryConstructorsParameter_IsAPlace()
    {
        var code = new PlacesCode("} public partial class Store(ConnectionMultiplexer given) { void Dispose() => given.Dispose();");

        Assert.Equal("released in Dispose", code.Tell(code.Type.InstanceConstructors.Single().Parameters.Single()));
    }

    [Theory]
    [InlineData("void One() { lock (_list) { Helper(); } } void Two() { lock (_list) { Helper(); Helper(); } }", true, "One, Two, Two")]
    [InlineData("void One() { lock (_list) { Helper(); } } void Two() => Helper();", false, "One, Two")]
    [InlineData("void One() { lock (_list) { Other(); } } void Other() { }", false, "")]
    [InlineData("void One() { lock (_list) { Helper<int>(); } } void Helper<T>() { }", false, "")]
    public void CallsOfAHelper(string members, bool allUnderLock, string callers)
    {
        var code = new PlacesCode($"{members} void Helper() {{ }}");
        var helper = (IMethodSymbol)code.Type.GetMembers("Helper").Single(member => member is IMethodSymbol { Arity: 0 });

        Assert.Equal(allUnderLock, code.Ownership.IsCalledUnderLock(helper));
        Assert.Equal(callers, string.Join(", ", code.Ownership.CallsOf(helper).Select(call => call.Member.Name)));
    }

    [Fact]
    public void AGenericHelper_IsOneWhateverItIsCalledWith()
    {
        var code = new PlacesCode("void One() => Helper<int>(); void Two() => Helper<string>(); void Helper<T>() { }");

        Assert.Equal(["One", "Two"], code.Ownership.CallsOf((IMethodSymbol)code.Member("Helper")).Select(call => call.Member.Name));
    }
}
