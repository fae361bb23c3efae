using RedisGuard.Analyzers.Ownership.Members;

namespace RedisGuard.Analyzers.Tests.Ownership;

/// <summary>From an expression back to the member that its connection is in.</summary>
public class AccessPathsTests
{
    [Theory]
    [InlineData("[|_m|]", "_m")]
    [InlineData("[|this._m|]", "_m")]
    [InlineData("[|s_m|]", "s_m")]
    [InlineData("[|Open|]", "Open")]
    [InlineData("[|(object?)(_m)|]", "_m")]
    [InlineData("[|_lazy!.Value|]", "_lazy")]
    [InlineData("[|_db!.Multiplexer|]", "_db")]
    [InlineData("[|_pair.Redis|]", "_pair")]
    [InlineData("[|_pair.Other!.GetDatabase()|]", "_pair")]
    [InlineData("[|_m ?? Connect()|]", "_m")]
    [InlineData("[|_m?.GetDatabase()|]", "_m")]
    [InlineData("[|await _task!|]", "_task")]
    [InlineData("[|_task!.Result|]", "_task")]
    [InlineData("[|_all[0]|]", "_all")]
    [InlineData("[|_list[0]|]", "_list")]
    [InlineData("[|_map[\"a\"]|]", "_map")]
    [InlineData("[|_m!.GetDatabase()|]", "_m")]
    [InlineData("[|_list.First()|]", "_list")]
    [InlineData("[|_m.Same()|]", "_m")]
    [InlineData("[|Interlocked.Exchange(ref _m, null)|]", "_m")]
    [InlineData("[|Volatile.Read(ref _m)|]", "_m")]
    [InlineData("[|Elsewhere.Plain(_m)|]", null)]
    [InlineData("[|Connect()|]", null)]
    [InlineData("[|new object()|]", null)]
    [InlineData("[|given|]", null)]
    public void Expression(string expression, string? member) => Assert.Equal(member, PathOf($"_ = {expression};"));

    [Theory]
    [InlineData("var x = _m; Use([|x|]);", "_m")]
    [InlineData("var x = _lazy!.Value; var y = x.GetDatabase(); Use([|y|]);", "_lazy")]
    [InlineData("object? x; x = _m; Use([|x|]);", "_m")]
    [InlineData("object? x = given; x ??= _m; Use([|x|]);", "_m")]
    [InlineData("foreach (var x in _all) { Use([|x|]); }", "_all")]
    [InlineData("foreach (var (_, x) in _map) { Use([|x|]); }", "_map")]
    [InlineData("if (_m is { } x) { Use([|x|]); }", "_m")]
    [InlineData("if (_m is object x) { Use([|x|]); }", "_m")]
    [InlineData("if (_lazy is { IsValueCreated: true, Value: var x }) { Use([|x|]); }", "_lazy")]
    [InlineData("var (x, y) = (_m, _n); Use([|y|]);", "_n")]
    [InlineData("(var x, _m) = (_m, Connect()); Use([|x|]);", "_m")]
    [InlineData("_map.TryGetValue(\"a\", out var x); Use([|x|]);", "_map")]
    [InlineData("ConnectionMultiplexer? x; _map.Remove(\"a\", out x); Use([|x|]);", "_map")]
    [InlineData("int.TryParse(\"1\", out var x); Use([|x|]);", null)]
    [InlineData("_list.ForEach(x => Use([|x|]));", "_list")]
    [InlineData("_list.Any(x => [|x|].IsConnected);", "_list")]
    [InlineData("Func<object, object> f = x => [|x|]; Use(f);", null)]
    [InlineData("var x = Connect(); Use([|x|]);", null)]
    [InlineData("var x = given; Use([|x|]);", null)]
    [InlineData("void Local(object x) => Use([|x|]); Local(_m!);", null)]
    public void Copy(string body, string? member) => Assert.Equal(member, PathOf(body));

    [Fact]
    public void AConstructorsParameter_IsAPlaceOfItsOwn()
        => Assert.Equal("given", PathOf(new PlacesCode("public Store(ConnectionMultiplexer given) => _db = [|given|].GetDatabase();")));

    [Fact]
    public void AnotherObjectsMember_LeadsToTheObject()
        => Assert.Equal("_pair", PathOf(new PlacesCode("object? M() { var copy = _pair; return [|copy.Redis|]; }")));

    private static string? PathOf(string body) => PathOf(new PlacesCode($"async Task M(object given) {{ {body} await Task.CompletedTask; }} static void Use(object? it) {{ }}"));

    private static string? PathOf(PlacesCode code) => AccessPaths.OfBodyAround(code.Marked).Of(code.Marked)?.Name;
}
