using RedisGuard.Cli.Reporting;
using RedisGuard.Cli.Scanning;
using RedisGuard.Cli.Tests.Samples;

namespace RedisGuard.Cli.Tests.Reporting;

public sealed class TextReportTests
{
    [Fact]
    public void Finding_ShowsItsLineMessageAndHelp()
    {
        var expected =
            """
            src/Shop.cs
              7:19 warning TS0001 'Connect' opens a connection
                7 | var mux = ConnectionMultiplexer.Connect("[red]");
                  |           ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
                see src/Other.cs:3:5
                help: https://example.org/TS0001

            note: a note
                   1 TS0001 warning  Opens

            1 finding in 12 files of 1 project, as loose sources.

            """;
        Assert.Equal(expected, Write(Results.Of(Results.Finding())), ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void Files_AreNamedOnce()
    {
        var text = Write(Results.Of(Results.Finding(), Results.Finding(line: 9), Results.Finding(path: "src/Zoo.cs")));
        Assert.Single(text.Split('\n'), line => line.StartsWith("src/Shop.cs", StringComparison.Ordinal));
        Assert.Contains("3 TS0001", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_SaysSo() => Assert.Contains("No findings in 12 files", Write(Results.Of()), StringComparison.Ordinal);

    [Fact]
    public void AnalyzerExceptions_AreANote()
    {
        var text = Write(Results.Of() with { Failures = [new AnalyzerFailure("SomeAnalyzer", "NullReferenceException: gone", "Shop")] });
        Assert.Contains("note: 1 exception in RedisGuard's own analyzers", text, StringComparison.Ordinal);
        Assert.Contains("SomeAnalyzer, NullReferenceException: gone", text, StringComparison.Ordinal);
    }

    private static string Write(ScanResult result)
    {
        using var writer = new StringWriter();
        new TextReport(Terminal.Plain(writer)).Write(result);
        return writer.ToString();
    }
}
