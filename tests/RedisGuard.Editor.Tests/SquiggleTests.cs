using System.Text.Json.Nodes;
using RedisGuard.Editor.Tests.Projects;
using RedisGuard.Editor.Tests.Squiggles;
using RedisGuard.Package.Tests.Packing;

namespace RedisGuard.Editor.Tests;

/// <summary>
/// Shows what an editor that speaks to csharp-ls draws: the squiggle at its place, with its message and its page. That server has no light bulb for the
/// fixes of packages.
/// </summary>
[Collection(typeof(WithConsumers))]
public class SquiggleTests(OpenedConsumers opened, PackedFeed feed)
{
    [Fact]
    public async Task Squiggles_AreWhereTheFaultsAre()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        string folder = feed.NewFolder("tools");
        string version = ToolVersion();
        (await DotNet.RunAsync(folder, feed.PackagesFolder, "tool", "install", "csharp-ls", "--version", version, "--tool-path", folder)).ShouldSucceed();
        await using var server = await LanguageServer.StartAsync(Path.Combine(folder, "csharp-ls"), opened.SolutionFile, cancellationToken);

        foreach (string name in (string[])["Orders.cs", "Board.cs"])
        {
            var document = opened.Project("Tool").Documents.Single(document => document.Name == name);
            var tree = await document.GetSyntaxTreeAsync(cancellationToken);
            var expected = (await OpenedConsumers.ReportsAsync(document.Project, cancellationToken)).Single(report => report.Location.SourceTree == tree);
            string uri = new Uri(document.FilePath!).AbsoluteUri;
            await server.OpenAsync(document.FilePath!, cancellationToken);

            var drawn = await SquigglesAsync(server, uri, cancellationToken);

            var squiggle = Assert.Single(drawn, drawn => drawn["code"]!.GetValue<string>().StartsWith("RG", StringComparison.Ordinal));
            Assert.Equal(expected.Id, squiggle["code"]!.GetValue<string>());
            Assert.Equal(expected.GetMessage(), squiggle["message"]!.GetValue<string>());
            Assert.Equal(expected.Descriptor.HelpLinkUri, squiggle["codeDescription"]!["href"]!.GetValue<string>());
            var start = expected.Location.GetLineSpan().StartLinePosition;
            Assert.Equal($$"""{"line":{{start.Line}},"character":{{start.Character}}}""", squiggle["range"]!["start"]!.ToJsonString());
        }
    }

    // The solution is still loading when the first file is opened: nothing is drawn until then.
    private static async Task<IReadOnlyList<JsonNode>> SquigglesAsync(LanguageServer server, string uri, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(TimeSpan.FromMinutes(2));
        while (true)
        {
            var answer = await server.AskAsync("textDocument/diagnostic", $$"""{ "textDocument": { "uri": "{{uri}}" } }""", deadline.Token);
            if (answer?["items"]?.AsArray() is { Count: > 0 } items)
            {
                return [.. items.Select(item => item!)];
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200), deadline.Token);
        }
    }

    /// <summary>The version that <c>.config/dotnet-tools.json</c> of the repository pins.</summary>
    private static string ToolVersion()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "RedisGuard.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        var manifest = JsonNode.Parse(File.ReadAllText(Path.Combine(folder!, ".config", "dotnet-tools.json")))!;
        return manifest["tools"]!["csharp-ls"]!["version"]!.GetValue<string>();
    }
}
