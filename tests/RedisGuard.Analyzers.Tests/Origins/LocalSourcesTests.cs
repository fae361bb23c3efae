using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Origins;

namespace RedisGuard.Analyzers.Tests.Origins;

/// <summary>Tests what is put into a variable, and whether that is all.</summary>
public class LocalSourcesTests
{
    [Theory]
    [InlineData("var x = c; return [|x|];", "c")]
    [InlineData("object? x; x = c; x = d; return [|x|];", "c, d")]
    [InlineData("object? x = c; x ??= d; return [|x|];", "c, d")]
    [InlineData("object? x = c; object? y = d; y = c; y ??= c; Use(y); return [|x|];", "c")]
    [InlineData("return c is string x ? [|x|] : d;", "c")]
    [InlineData("return c is string { Length: 1 } x ? [|x|] : d;", "c")]
    [InlineData("if (c is not string x) { return d; } return [|x|];", "c")]
    [InlineData("switch (c) { case int: return d; case string x: return [|x|]; default: return c; }", "c")]
    [InlineData("switch (c) { case string y: return y; case not null: var x = d; return [|x|]; default: return c; }", "d")]
    [InlineData("return c switch { int => d, string x => [|x|], _ => c };", "c")]
    [InlineData("if (c is string y) { Use(y); } return d is string x ? [|x|] : d;", "d")]
    public void AllThatIsPutIn_IsKnown(string body, string values)
        => Assert.Equal((values, true), Of(body));

    [Theory]
    [InlineData("object? x = c; Fill(out x); return [|x|];", "c")]
    [InlineData("object? x = c; Swap(ref x); return [|x|];", "c")]
    [InlineData("Fill(out var x); return [|x|];", "")]
    [InlineData("object? x; Fill(out x); return [|x|];", "")]
    [InlineData("foreach (object x in all) { return [|x|]; } return d;", "")]
    [InlineData("(object? x, object? y) = (c, d); return [|x|];", "")]
    [InlineData("var (x, y) = (c, d); return [|x|];", "")]
    public void WhatIsPutInElsewhere_MakesItUncertain(string body, string values)
        => Assert.Equal((values, false), Of(body));

    [Theory]
    [InlineData("object? x = c; object? y = d; Fill(out y); return [|x|];")]
    [InlineData("object? x = c; Fill(out object? y); return [|x|];")]
    [InlineData("object? x = c; Use(x); return [|x|];")]
    public void WhatIsPutIntoAnother_DoesNot(string body)
        => Assert.Equal(("c", true), Of(body));

    private static (string Values, bool AreAll) Of(string body)
    {
        var sources = LocalSources.Of((ILocalReferenceOperation)new OriginCode(
            $"static object? M(object? c, object? d, object[] all) {{ {body} }} static void Fill(out object? o) => o = 1; static void Swap(ref object? o) {{ }} static void Use(object? o) {{ }}").Marked);
        return (string.Join(", ", sources.Values.Select(value => value.Syntax.ToString())), sources.AreAll);
    }
}
