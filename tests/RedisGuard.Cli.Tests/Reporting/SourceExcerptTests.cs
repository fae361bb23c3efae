using RedisGuard.Cli.Reporting;
using RedisGuard.Cli.Scanning;
using RedisGuard.Cli.Tests.Samples;

namespace RedisGuard.Cli.Tests.Reporting;

public sealed class SourceExcerptTests
{
    [Theory]
    [InlineData("    Call(1);", 5, 12, "Call(1);", "~~~~~~~")]
    [InlineData("\tx = Call(1);", 6, 13, "x = Call(1);", "    ~~~~~~~")]
    [InlineData("a\tCall(1);", 3, 10, "a    Call(1);", "     ~~~~~~~")]
    [InlineData("short", 40, 50, "short", "     ~")]
    [InlineData("", 1, 1, "", "~")]
    public void Mark_StandsUnderTheCode(string line, int column, int endColumn, string code, string underline)
    {
        var excerpt = Of(line, new Place("A.cs", 3, column, 3, endColumn));
        Assert.Equal(("3", code, underline), (excerpt.Gutter, excerpt.Code, excerpt.Underline));
    }

    [Fact]
    public void SeveralLines_AreMarkedToTheEndOfTheFirst() =>
        Assert.Equal("    ~~~~~", Of("x = Call(  ", new Place("A.cs", 3, 5, 9, 2)).Underline);

    [Fact]
    public void LongLine_IsCutAroundTheMark()
    {
        var line = new string('a', 5000) + "Call()" + new string('b', 5000);
        var excerpt = Of(line, new Place("A.cs", 3, 5001, 3, 5007));
        Assert.Equal(SourceExcerpt.LongestLine, excerpt.Code.Length);
        Assert.Equal("Call()", excerpt.Code.Substring(excerpt.Underline.IndexOf('~', StringComparison.Ordinal), excerpt.Underline.Trim().Length));
    }

    [Fact]
    public void NarrowTerminal_StillShowsTheMark()
    {
        var excerpt = SourceExcerpt.Of(Results.Finding(), 40);
        Assert.Equal("var mux = ConnectionMultiplexer.Connect…", excerpt.Code);
        Assert.Equal("          ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~", excerpt.Underline);
    }

    private static SourceExcerpt Of(string line, Place place) => SourceExcerpt.Of(Results.Finding(source: line) with { Place = place });
}
