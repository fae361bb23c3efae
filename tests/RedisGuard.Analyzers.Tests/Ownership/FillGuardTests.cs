using RedisGuard.Analyzers.Ownership.Members;

namespace RedisGuard.Analyzers.Tests.Ownership;

/// <summary>Tests what is asked of a member before it is filled.</summary>
public class FillGuardTests
{
    [Theory]
    [InlineData("_m = [|Connect()|];")]
    [InlineData("if (_n == null) { _m = [|Connect()|]; }")]
    [InlineData("if (flag) { _m = [|Connect()|]; }")]
    [InlineData("if (_n is null) { _m = [|Connect()|]; }")]
    [InlineData("_n ??= [|Connect()|];")]
    [InlineData("_m = _n ?? [|Connect()|];")]
    [InlineData("if (_m == _n) { _m = [|Connect()|]; }")]
    [InlineData("if (_n == _m) { _m = [|Connect()|]; }")]
    [InlineData("if (_m == null) { Console.WriteLine(); } _m = [|Connect()|];")]
    [InlineData("if (_m != null) { return; } else { flag = true; } _m = [|Connect()|];")]
    [InlineData("_m = [|Connect()|]; if (_m == null) { return; }")]
    [InlineData("if ((_m = [|Connect()|]) == null) { return; }")]
    [InlineData("while (_n == null) { _m = [|Connect()|]; }")]
    [InlineData("do { _m = [|Connect()|]; } while (_m == null);")]
    [InlineData("try { if (_m != null) { return; } } catch (Exception) { } _m = [|Connect()|];")]
    public void NothingIsAskedOfIt(string body) => Assert.Equal("", Asked(body));

    [Theory]
    [InlineData("_m ??= [|Connect()|];")]
    [InlineData("_m = _m ?? [|Connect()|];")]
    [InlineData("if (_m == null) { _m = [|Connect()|]; }")]
    [InlineData("if (null == _m) { _m = [|Connect()|]; }")]
    [InlineData("if (_m is null) { _m = [|Connect()|]; }")]
    [InlineData("if (_m is not { } known) { _m = [|Connect()|]; }")]
    [InlineData("if (flag || _m == null) { _m = [|Connect()|]; }")]
    [InlineData("if (flag) { if (_m == null) { _m = [|Connect()|]; } }")]
    [InlineData("if (_m != null) { return; } else { _m = [|Connect()|]; }")]
    [InlineData("if (_m != null) { return; } _m = [|Connect()|];")]
    [InlineData("if (_m != null) return; _m = [|Connect()|];")]
    [InlineData("if (_m != null) { flag = true; return; } _m = [|Connect()|];")]
    [InlineData("if (_m != null) { return; } if (flag) { _m = [|Connect()|]; }")]
    [InlineData("while (flag) { if (_m != null) { break; } _m = [|Connect()|]; }")]
    [InlineData("while (_m == null) { _m = [|Connect()|]; }")]
    [InlineData("while (flag) { if (_m != null) { continue; } _m = [|Connect()|]; }")]
    [InlineData("var x = _m; if (x == null) { _m = [|Connect()|]; }")]
    [InlineData("if (_db == null) { _m = [|Connect()|]; _db = _m.GetDatabase(); }")]
    [InlineData("if (_db is null) { _m = [|Connect()|]; _db = _m.GetDatabase(); }")]
    [InlineData("if (!_isOpen) { _m = [|Connect()|]; _isOpen = true; }")]
    [InlineData("if (_isOpen) { return; } _m = [|Connect()|]; _isOpen = true;")]
    [InlineData("lock (_list) { if (_m != null) { return; } } _m = [|Connect()|];")]
    [InlineData("using (var gate = new MemoryStream()) { if (_m != null) { return; } } _m = [|Connect()|];")]
    [InlineData("try { if (_m != null) { return; } } finally { flag = true; } _m = [|Connect()|];")]
    [InlineData("if (_m?.IsConnected == true) { if (_m == null) { _m = [|Connect()|]; } }")]
    public void ItIsAskedForNull_AFirstFill(string body) => Assert.Equal("null", Asked(body));

    [Theory]
    [InlineData("if (_m!.IsConnected) { return; } _m = [|Connect()|];")]
    [InlineData("if (!_m!.IsConnected) { _m = [|Connect()|]; }")]
    [InlineData("if (!_m!.IsConnecting) { _m = [|Connect()|]; }")]
    [InlineData("if (!_db!.Multiplexer.IsConnected) { _m = [|Connect()|]; _db = _m.GetDatabase(); }", "")]
    [InlineData("if (_m?.IsConnected != true) { _m = [|Connect()|]; }")]
    [InlineData("if (_m?.ToString() == \"a\") { _m = [|Connect()|]; }")]
    [InlineData("if (_m is { IsConnected: false }) { _m = [|Connect()|]; }")]
    [InlineData("if (_m is not { IsConnected: true }) { _m = [|Connect()|]; }")]
    [InlineData("if (!_n!.IsConnected) { _m = [|Connect()|]; }", "")]
    [InlineData("if (_n?.IsConnected != true) { _m = [|Connect()|]; }", "")]
    [InlineData("if (_n is not { IsConnected: true }) { _m = [|Connect()|]; }", "")]
    [InlineData("if (_m!.GetHashCode() == 1) { _m = [|Connect()|]; }", "")]
    [InlineData("if (_m!.OperationCount == 1) { _m = [|Connect()|]; }", "")]
    [InlineData("if (_m == null || !_m.IsConnected) { _m = [|Connect()|]; }", "null, stale")]
    public void ItIsAskedForItsState_AReplacement(string body, string asked = "stale") => Assert.Equal(asked, Asked(body));

    [Theory]
    [InlineData("if (_m != null) { throw new InvalidOperationException(); } _m = [|Connect()|];", "null, refuses")]
    [InlineData("if (_m != null) throw new InvalidOperationException(); _m = [|Connect()|];", "null, refuses")]
    [InlineData("if (_m != null) { flag = true; throw new InvalidOperationException(); } _m = [|Connect()|];", "null, refuses")]
    [InlineData("if (_isOpen) { throw new InvalidOperationException(); } _m = [|Connect()|]; _isOpen = true;", "null, refuses")]
    [InlineData("if (flag) { throw new InvalidOperationException(); } _m = [|Connect()|];", "")]
    [InlineData("if (_m != null) { throw new InvalidOperationException(); } if (flag) { return; } _m = [|Connect()|];", "null, refuses")]
    [InlineData("if (flag) { throw new InvalidOperationException(); } if (_m != null) { return; } _m = [|Connect()|];", "null")]
    [InlineData("if (_m != null) { } _m = [|Connect()|];", "")]
    public void WhoComesTwice_IsRefused(string body, string asked) => Assert.Equal(asked, Asked(body));

    [Theory]
    [InlineData("if (!_isOpen) { _m = [|Connect()|]; _isOpen = true; }", "void Reset() => _isOpen = false;")]
    [InlineData("if (!_isOpen) { _m = [|Connect()|]; _isOpen = flag; }", "")]
    [InlineData("if (!_isOpen) { _m = [|Connect()|]; }", "void Set() => _isOpen = true;")]
    [InlineData("if (!IsOpen) { _m = [|Connect()|]; IsOpen = true; }", "public bool IsOpen;")]
    public void AFlagThatTellsSomethingElse_DoesntCount(string body, string other) => Assert.Equal("", Asked(body, other));

    [Theory]
    [InlineData("if (_m == null) { /*from*/ _m = [|Connect()|]; }", "")]
    [InlineData("if (_m != null) { return; } /*from*/ _m = [|Connect()|];", "")]
    [InlineData("while (_m == null) { /*from*/ _m = [|Connect()|]; }", "")]
    [InlineData("_m ??= /*from*/ [|Connect()|];", "")]
    [InlineData("_m = _m ?? /*from*/ [|Connect()|];", "")]
    [InlineData("/*from*/if (_m == null) { _m = [|Connect()|]; }", "")]
    [InlineData("/*from*/if (_m != null) { return; } _m = [|Connect()|];", "")]
    [InlineData("/*from*/while (_m == null) { _m = [|Connect()|]; }", "")]
    [InlineData("/*from*/_m ??= [|Connect()|];", "")]
    [InlineData("_m = /*from*/_m ?? [|Connect()|];", "")]
    [InlineData("if (_m == null) { /*from*/ if (_m == null) { _m = [|Connect()|]; } }", "null")]
    [InlineData("/*from*/ if (_m != null) { return; } _m = [|Connect()|];", "null")]
    [InlineData("/*from*/ while (_m == null) { _m = [|Connect()|]; }", "null")]
    [InlineData("/*from*/ _m ??= [|Connect()|];", "null")]
    [InlineData("/*from*/ _m = _m ?? [|Connect()|];", "null")]
    public void WhatIsAskedBeforeALockOrByIt_DoesntCount(string body, string asked) => Assert.Equal(asked, Asked(body));

    private static string Asked(string body, string other = "")
    {
        var code = new PlacesCode($"void M(bool flag) {{ {body} }} {other}");
        const string From = "/*from*/";
        int at = code.Marked.Syntax.SyntaxTree.ToString().IndexOf(From, StringComparison.Ordinal);
        int from = at < 0 ? at : at + From.Length;
        var guard = FillGuard.Of(code.Marked, code.Member("_m"), from);
        return string.Join(", ", new[] { guard.ChecksForNull ? "null" : null, guard.ChecksForStale ? "stale" : null, guard.RefusesSecond ? "refuses" : null }.OfType<string>());
    }
}
