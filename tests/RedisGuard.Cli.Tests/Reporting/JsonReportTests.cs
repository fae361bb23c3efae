using System.Text.Json.Nodes;
using RedisGuard.Cli.Reporting;
using RedisGuard.Cli.Scanning;
using RedisGuard.Cli.Tests.Samples;

namespace RedisGuard.Cli.Tests.Reporting;

public sealed class JsonReportTests
{
    [Fact]
    public void Json_IsComplete()
    {
        using var writer = new StringWriter();
        JsonReport.Write(Results.Of(Results.Finding()) with { Failures = [new AnalyzerFailure("SomeAnalyzer", "X: y", "Shop")] }, writer);
        var json = JsonNode.Parse(writer.ToString())!;
        var expected = JsonNode.Parse(
            """
            {
              "id": "TS0001", "severity": "warning", "path": "src/Shop.cs", "line": 7, "column": 19, "endLine": 7, "endColumn": 49,
              "message": "'Connect' opens a connection", "helpLink": "https://example.org/TS0001", "project": "Shop",
              "sourceLine": "var mux = ConnectionMultiplexer.Connect(\"[red]\");",
              "related": [ { "path": "src/Other.cs", "line": 3, "column": 5, "endLine": 3, "endColumn": 9 } ]
            }
            """);
        Assert.True(JsonNode.DeepEquals(expected, json["findings"]![0]), json.ToJsonString());
        Assert.Equal(Results.Root, json["root"]!.GetValue<string>());
        Assert.Equal("loose", json["projects"]![0]!["mode"]!.GetValue<string>());
        Assert.Equal("a note", json["notes"]![0]!.GetValue<string>());
        Assert.Equal(1, json["summary"]![0]!["count"]!.GetValue<int>());
        Assert.Equal("SomeAnalyzer", json["analyzerExceptions"]![0]!["analyzer"]!.GetValue<string>());
        Assert.Equal(1, json["version"]!.GetValue<int>());
    }
}
