namespace RedisGuard.Analyzers.Tests.Origins;

/// <summary>One step back from a view to what was asked for it.</summary>
public class ViewedConnectionsTests
{
    [Theory]
    [InlineData("[|c.GetDatabase()|]", "c")]
    [InlineData("[|c.GetSubscriber()|]", "c")]
    [InlineData("[|c.GetServers()|]", "c")]
    [InlineData("[|d.WithKeyPrefix(\"a\")|]", "d")]
    [InlineData("[|c.GetServers()[0]|]", "c.GetServers()")]
    [InlineData("[|c.GetServers().First()|]", "c.GetServers()")]
    [InlineData("[|c.GetServers().FirstOrDefault(s => s.IsConnected)|]", "c.GetServers()")]
    [InlineData("[|c.GetServers().Single()|]", "c.GetServers()")]
    [InlineData("[|c.GetServers().Last()|]", "c.GetServers()")]
    [InlineData("[|c.GetServers().ElementAt(1)|]", "c.GetServers()")]
    [InlineData("[|c.GetServers().Where(s => s.IsConnected)|]", "c.GetServers()")]
    [InlineData("[|c.GetServers().OrderBy(s => s.IsReplica)|]", "c.GetServers()")]
    [InlineData("[|c.GetServers().Reverse()|]", null)]
    [InlineData("[|c.GetServers().ToString()|]", null)]
    [InlineData("[|d.StringGet(\"a\")|]", null)]
    [InlineData("[|c|]", null)]
    [InlineData("[|c.GetEndPoints()[0]|]", null)]
    [InlineData("[|c.GetEndPoints().First()|]", null)]
    [InlineData("[|First(c.GetServers())|]", null)]
    [InlineData("[|First(c)|]", null)]
    [InlineData("[|WithKeyPrefix(d)|]", null)]
    public void AView_LeadsBack(string view, string? asked) => Assert.Equal(asked, AskedFor($"return {view};"));

    [Theory]
    [InlineData("foreach (var x in c.GetServers()) { return [|x|]; } return c;", "c.GetServers()")]
    [InlineData("foreach (var y in all) { foreach (var x in c.GetServers()) { return [|x|]; } } return c;", "c.GetServers()")]
    [InlineData("foreach (var x in c.GetEndPoints()) { return [|x|]; } return c;", null)]
    [InlineData("var x = c.GetServers()[0]; foreach (var y in c.GetServers()) { return [|x|]; } return c;", null)]
    public void OneOfALoop_LeadsBackToThemAll(string body, string? asked) => Assert.Equal(asked, AskedFor(body));

    private static string? AskedFor(string body)
    {
        var code = new OriginCode($"static object? M(IConnectionMultiplexer c, IDatabase d, IServer[] all) {{ {body} }} static IServer First(object all) => null!; static IDatabase WithKeyPrefix(IDatabase d) => d;");
        return code.Known.Views.AskedFor(code.Marked)?.Syntax.ToString();
    }
}
