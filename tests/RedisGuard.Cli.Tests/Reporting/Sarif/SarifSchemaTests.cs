using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;
using Microsoft.CodeAnalysis;
using RedisGuard.Cli.Baselines;
using RedisGuard.Cli.Reporting.Sarif;
using RedisGuard.Cli.Scanning;
using RedisGuard.Cli.Tests.Samples;

namespace RedisGuard.Cli.Tests.Reporting.Sarif;

/// <summary>Logs are valid by the published schema of SARIF 2.1.0 (the npm package @microsoft/jest-sarif brings it).</summary>
public sealed class SarifSchemaTests : IDisposable
{
    private static readonly JsonSchema Schema = Published();

    private readonly TempTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Fact]
    public async Task EmptyLog_IsValid() => AssertValid(await WriteAsync(Results.Of()));

    [Fact]
    public async Task LogWithEverything_IsValid()
    {
        var plain = Results.Finding();
        var result = Results.Of(plain, plain with { Severity = DiagnosticSeverity.Error, LineHash = "abc:1" }, Results.Finding(path: "../Out side/X#.cs", line: 1)) with
        {
            Suppressed = [plain with { Suppression = new FindingSuppression(IsInSource: true, "known: «odd» \u0001") }],
            Failures = [new AnalyzerFailure("Some", "InvalidOperationException: no", "Shop")],
            Baseline = new BaselineOutcome(_tree.At("redisguard.baseline.json"), [plain], [], []),
        };
        AssertValid(await WriteAsync(result));
    }

    [Fact]
    public async Task LogOfAScan_IsValid()
    {
        _tree.Write("Shop.cs", Code.Leak + "#pragma warning disable RG1002\n" + Code.Leak.Replace("class Shop", "class Other", StringComparison.Ordinal).Replace("using StackExchange.Redis;", "", StringComparison.Ordinal));
        AssertValid(await WriteAsync(await Scans.RunAsync(_tree.Root, loose: true, AnalyzerCatalog.Shipped())));
    }

    [Fact]
    public async Task WhatIsNotValid_IsNoticed()
    {
        var log = JsonNode.Parse(await WriteAsync(Results.Of(Results.Finding())))!;
        log["runs"]![0]!["results"]![0]!["level"] = "loud";
        Assert.ThrowsAny<Exception>(() => AssertValid(log.ToJsonString()));
    }

    private static void AssertValid(string log)
    {
        var result = Schema.Evaluate(JsonNode.Parse(log), new EvaluationOptions { OutputFormat = OutputFormat.List });
        Assert.True(result.IsValid, string.Join('\n', result.Details.Where(static detail => detail.HasErrors).Select(static detail => $"{detail.InstanceLocation}: {string.Join("; ", detail.Errors!.Values)}")));
    }

    private async Task<string> WriteAsync(ScanResult result)
    {
        var file = _tree.At("out.sarif");
        await SarifReport.WriteAsync(result, file, TestContext.Current.CancellationToken);
        return await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
    }

    private static JsonSchema Published()
    {
        // Draft 4 and 7 differ, of what it uses, in two names alone.
        var schema = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "sarif-2.1.0-rtm.5.json")))!.AsObject();
        schema["$schema"] = "http://json-schema.org/draft-07/schema#";
        schema.Remove("id");
        return schema.Deserialize<JsonSchema>()!;
    }
}
