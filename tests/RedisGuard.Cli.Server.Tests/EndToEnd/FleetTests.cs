using System.Text.Json.Nodes;

namespace RedisGuard.Cli.Server.Tests.EndToEnd;

/// <summary><c>redisguard fleet</c> and <c>redisguard budget</c> as a process.</summary>
public sealed class FleetTests
{
    [Fact]
    public async Task Fleet_IsShown_AndItsSkewFailsTheRun()
    {
        await using var server = await RedisProcess.StartAsync();
        await using var clients = new Clients(server);
        Assert.Contains("no client has a name of RedisGuard's", (await Tool.RunAsync("fleet", clients.Endpoint)).Output, StringComparison.Ordinal);
        for (var instance = 0; instance < 4; instance++)
        {
            await clients.OpenAsync(Rows.Pool(machine: $"web-{instance}", pid: 10 + instance), instance == 3 ? 12 : 2);
        }

        await clients.OpenAsync("somebody");
        var run = await Tool.RunAsync("fleet", clients.Endpoint, "--fail-on", "skew");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("shop  18 connections of 4 instances", run.Output, StringComparison.Ordinal);
        Assert.Contains("web-3@13@60000000  12  skewed: 6 times the median; pool main shared ×12", run.Output, StringComparison.Ordinal);
        Assert.Contains("1 connections have no name of RedisGuard's", run.Output, StringComparison.Ordinal);
        var json = JsonNode.Parse((await Tool.RunAsync("fleet", clients.Endpoint, "--format", "json")).Output)!;
        Assert.Equal(18, json["applications"]![0]!["connections"]!.GetValue<int>());
    }

    [Fact]
    public async Task Budget_SaysWhatFits()
    {
        var run = await Tool.RunAsync("budget", "--maxclients", "10000", "--instances", "200", "--nodes", "3", "--pools", "2", "--max", "50");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("DOES NOT FIT  at the limits of the pools: with MaxConnections 6 every stage fits", run.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await Tool.RunAsync("budget", "--instances", "200", "--pools", "2", "--max", "6")).ExitCode);
    }

    [Theory]
    [InlineData("Give --instances", "budget")]
    [InlineData("expected a whole number", "budget", "--instances", "0")]
    [InlineData("expected a whole number", "budget", "--instances", "many")]
    [InlineData("expected a whole number", "budget", "--instances", "1", "--maxclients", "0")]
    [InlineData("expected a whole number", "budget", "--instances", "1", "--nodes", "0")]
    [InlineData("expected a whole number", "budget", "--instances", "1", "--pools", "x")]
    [InlineData("expected a whole number", "budget", "--instances", "1", "--max", "0")]
    [InlineData("expected a whole number", "budget", "--instances", "1", "--shared", "-1")]
    [InlineData("expected a whole number", "budget", "--instances", "1", "--dedicated", "x")]
    [InlineData("expected a whole number", "budget", "--instances", "1", "--protocol", "4")]
    [InlineData("expected a whole number", "budget", "--instances", "1", "--surge", "101")]
    [InlineData("expected a whole number", "budget", "--instances", "1", "--others", "x")]
    [InlineData("more than --max", "budget", "--instances", "1", "--shared", "9", "--max", "5")]
    [InlineData("expected skew, orphan or version", "fleet", "--fail-on", "leak")]
    [InlineData("--format", "fleet", "--format", "csv")]
    [InlineData("can't connect", "fleet", "127.0.0.1:1")]
    public async Task WrongInput_IsOneLine(string why, params string[] arguments) => (await Tool.RunAsync(arguments)).ShouldRefuse(why);
}
