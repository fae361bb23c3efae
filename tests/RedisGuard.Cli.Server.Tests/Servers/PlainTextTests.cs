using RedisGuard.Cli.Monitoring.Formats;
using RedisGuard.Cli.Servers;

namespace RedisGuard.Cli.Server.Tests.Servers;

/// <summary>Names are chosen by clients: they reach a terminal, a spreadsheet and a scraper.</summary>
public sealed class PlainTextTests
{
    [Theory]
    [InlineData("shop", "shop")]
    [InlineData("Straße", "Straße")]
    [InlineData("a\u001b[31mred", "a·[31mred")]
    [InlineData("a\u0007\u007f\u009b", "a···")]
    [InlineData("a\u202egnp.exe", "a·gnp.exe")]
    [InlineData("a\u200b\u2028b", "a··b")]
    public void ControlCharacters_DoNotReachTheTerminal(string name, string shown) => Assert.Equal(shown, PlainText.Of(name));

    // A theory's data can't carry half a character.
    [Fact]
    public void HalfACharacter_IsReplaced() => Assert.Equal("a·b", PlainText.Of($"a{(char)0xD800}b"));

    [Fact]
    public void LongText_IsCut() => Assert.Equal(120, PlainText.Of(new string('x', 10_000)).Length);

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("=HYPERLINK(\"x\",1)", "\"'=HYPERLINK(\"\"x\"\",1)\"")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("shop", "shop")]
    public void CsvField_IsNoFormula(string name, string field) => Assert.Equal(field, CsvFormat.Field(name));
}
