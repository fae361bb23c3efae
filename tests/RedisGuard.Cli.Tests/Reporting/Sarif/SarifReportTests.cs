using System.Text.Json.Nodes;
using Microsoft.CodeAnalysis;
using RedisGuard.Cli.Reporting.Sarif;
using RedisGuard.Cli.Scanning;
using RedisGuard.Cli.Tests.Samples;

namespace RedisGuard.Cli.Tests.Reporting.Sarif;

public sealed class SarifReportTests : IDisposable
{
    private readonly TempTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Fact]
    public async Task Log_HasTheShapeOfSarif210()
    {
        var log = await WriteAsync(Results.Of(Results.Finding(), Results.Finding(line: 9, severity: DiagnosticSeverity.Info)));
        Assert.Equal("2.1.0", log["version"]!.GetValue<string>());
        Assert.EndsWith("sarif-2.1.0.json", log["$schema"]!.GetValue<string>(), StringComparison.Ordinal);
        var run = Assert.Single(log["runs"]!.AsArray())!;
        Assert.EndsWith("/", run["originalUriBaseIds"]!["SRCROOT"]!["uri"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal("utf16CodeUnits", run["columnKind"]!.GetValue<string>());
        Assert.True(run["invocations"]![0]!["executionSuccessful"]!.GetValue<bool>());

        var driver = run["tool"]!["driver"]!;
        Assert.Equal("RedisGuard", driver["name"]!.GetValue<string>());
        var rule = driver["rules"]![0]!;
        Assert.Equal("https://example.org/TS0001", rule["helpUri"]!.GetValue<string>());
        Assert.Equal("warning", rule["defaultConfiguration"]!["level"]!.GetValue<string>());

        Assert.Equal(["warning", "note"], run["results"]!.AsArray().Select(result => result!["level"]!.GetValue<string>()));
        foreach (var result in run["results"]!.AsArray())
        {
            Assert.Equal(driver["rules"]![result!["ruleIndex"]!.GetValue<int>()]!["id"]!.GetValue<string>(), result["ruleId"]!.GetValue<string>());
            Assert.NotEmpty(result["message"]!["text"]!.GetValue<string>());
            var place = Assert.Single(result["locations"]!.AsArray())!["physicalLocation"]!;
            Assert.Equal("src/Shop.cs", place["artifactLocation"]!["uri"]!.GetValue<string>());
            Assert.Equal("SRCROOT", place["artifactLocation"]!["uriBaseId"]!.GetValue<string>());
            Assert.Equal(19, place["region"]!["startColumn"]!.GetValue<int>());
            Assert.Equal(3, result["relatedLocations"]![0]!["physicalLocation"]!["region"]!["startLine"]!.GetValue<int>());
        }
    }

    [Fact]
    public async Task Log_HasNoNulls()
    {
        var log = await WriteAsync(Results.Of(Results.Finding() with { Related = [], HelpLink = null }));
        Assert.DoesNotContain("null", log.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task PathsThatUrisWouldMisread_AreEscaped_AndThoseOutsideAreAbsolute()
    {
        var log = await WriteAsync(Results.Of(Results.Finding(path: "a b/C#.cs"), Results.Finding(path: "../Shared/X.cs")));
        var places = log["runs"]![0]!["results"]!.AsArray().Select(result => result!["locations"]![0]!["physicalLocation"]!["artifactLocation"]!).ToArray();
        Assert.Equal("a%20b/C%23.cs", places[0]["uri"]!.GetValue<string>());
        Assert.StartsWith("file://", places[1]["uri"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Null(places[1]["uriBaseId"]);
    }

    [Fact]
    public void Fingerprint_SurvivesMovingALine_AndTellsTwinsApart()
    {
        var before = SarifReport.Log(Results.Of(Results.Finding(line: 7), Results.Finding(line: 9))).Runs[0].Results;
        var after = SarifReport.Log(Results.Of(Results.Finding(line: 17), Results.Finding(line: 19))).Runs[0].Results;
        Assert.Equal(before.Select(Fingerprint), after.Select(Fingerprint));
        Assert.Equal(2, before.Select(Fingerprint).Distinct().Count());
    }

    private static string Fingerprint(SarifResult result) => result.PartialFingerprints["redisGuard/v1"];

    private async Task<JsonNode> WriteAsync(ScanResult result)
    {
        var file = _tree.At("log.sarif");
        await SarifReport.WriteAsync(result, file, TestContext.Current.CancellationToken);
        return JsonNode.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken))!;
    }
}
