using System.Text.Json.Nodes;
using Microsoft.CodeAnalysis;
using RedisGuard.Cli.Reporting;
using RedisGuard.Cli.Scanning;
using RedisGuard.Cli.Tests.Samples;

namespace RedisGuard.Cli.Tests.Reporting;

/// <summary>The forms for pipelines and for people without the tool.</summary>
public class FormatTests
{
    private static readonly Finding Hostile = Results.Finding(path: "src/a,b;c]/S:hop.cs") with { Message = "50 % of\n<script>" };

    [Fact]
    public void GitLab_HasWhatItsCodeQualityAsksFor()
    {
        var issues = JsonNode.Parse(Written(GitLabReport.Write, Results.Finding(), Results.Finding(line: 9), Results.Finding(severity: DiagnosticSeverity.Info)))!.AsArray();
        Assert.Equal(3, issues.Select(static issue => issue!["fingerprint"]!.GetValue<string>()).Distinct().Count());
        Assert.Equal(["major", "major", "info"], issues.Select(static issue => issue!["severity"]!.GetValue<string>()));
        var first = issues[0]!;
        Assert.Equal("TS0001", first["check_name"]!.GetValue<string>());
        Assert.Equal("TS0001: 'Connect' opens a connection", first["description"]!.GetValue<string>());
        Assert.Equal("src/Shop.cs", first["location"]!["path"]!.GetValue<string>());
        Assert.Equal(7, first["location"]!["lines"]!["begin"]!.GetValue<int>());
    }

    [Fact]
    public void GitHub_IsOneCommandALine()
    {
        Assert.Equal("::warning file=src/Shop.cs,line=7,endLine=7,col=19,title=TS0001::'Connect' opens a connection\n", Written(PipelineReport.WriteGitHub, Results.Finding()));
        Assert.Equal("::warning file=src/a%2Cb;c]/S%3Ahop.cs,line=7,endLine=7,col=19,title=TS0001::50 %25 of%0A<script>\n", Written(PipelineReport.WriteGitHub, Hostile));
    }

    [Fact]
    public void Azure_IsOneCommandALine()
    {
        Assert.Equal(
            "##vso[task.logissue type=warning;sourcepath=src/Shop.cs;linenumber=7;columnnumber=19;code=TS0001]'Connect' opens a connection\n",
            Written(PipelineReport.WriteAzure, Results.Finding()));
        Assert.StartsWith("##vso[task.logissue type=warning;sourcepath=src/a,b%3Bc%5D/S:hop.cs;linenumber=7;", Written(PipelineReport.WriteAzure, Hostile), StringComparison.Ordinal);
        Assert.DoesNotContain("##vso", Written(PipelineReport.WriteAzure, Results.Finding(severity: DiagnosticSeverity.Info)), StringComparison.Ordinal);
    }

    [Fact]
    public void Html_ShowsTextAsText()
    {
        var page = Written(HtmlReport.Write, Hostile, Results.Finding(line: 9));
        Assert.StartsWith("<!doctype html>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.Contains("<mark>ConnectionMultiplexer.Connect(</mark>", page, StringComparison.Ordinal);
        Assert.Contains("<h1>2 findings</h1>", page, StringComparison.Ordinal);
    }

    private static string Written(Action<ScanResult, TextWriter> write, params Finding[] findings)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        write(Results.Of(findings), writer);
        return writer.ToString();
    }
}
