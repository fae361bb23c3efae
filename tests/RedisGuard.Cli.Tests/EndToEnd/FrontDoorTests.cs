using RedisGuard.Cli.Tests.Samples;

namespace RedisGuard.Cli.Tests.EndToEnd;

/// <summary>The tool's first words to somebody who types its name for the first time.</summary>
public sealed class FrontDoorTests
{
    [Theory]
    [InlineData]
    [InlineData("--help")]
    public async Task Alone_ItSaysWhatThereIs(params string[] words)
    {
        var run = await ToolRun.OfAsync(words);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("redisguard [command] [options]", run.Output, StringComparison.Ordinal);
        Assert.All((string[])["scan", "run", "attach", "report", "monitor", "cleanup", "fleet", "budget"], word => Assert.Contains($"\n  {word} ", run.Output, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("'monitr' is no command: did you mean 'monitor'?", "monitr", "localhost")]
    [InlineData("'atach' is no command: did you mean 'attach'?", "atach")]
    [InlineData("'leaks' is no command: there are scan, run, attach", "leaks")]
    public async Task MistypedCommand_IsOneLineWithASuggestion(string expected, params string[] words)
    {
        var run = await ToolRun.OfAsync(words);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.StartsWith($"redisguard: {expected}", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
    }

    [Theory]
    [InlineData("--format <text|json|github|azdo|gitlab|html>", "scan", "--help")]
    [InlineData("--group <holder|name|site|app|addr|user|lib|db|pid>", "monitor", "--help")]
    [InlineData("--inject <ask|yes|never>", "attach", "--help")]
    [InlineData("redisguard monitor [<endpoint>...] test", "monitor", "test", "--help")]
    public async Task Help_ListsTheWordsOfAnOption(string expected, params string[] words) =>
        Assert.Contains(expected, (await ToolRun.OfAsync(words)).Output, StringComparison.Ordinal);
}
