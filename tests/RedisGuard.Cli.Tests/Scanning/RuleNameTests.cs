using RedisGuard.Cli.Commands;
using RedisGuard.Cli.Scanning;

namespace RedisGuard.Cli.Tests.Scanning;

public sealed class RuleNameTests
{
    private static readonly string[] Known = ["RG1001", "RG1002", "RG2001"];

    [Theory]
    [InlineData("RG1002", "RG1002")]
    [InlineData("rg1002, RG2001", "RG1002 RG2001")]
    [InlineData("RG1xxx", "RG1001 RG1002")]
    public void Names_CoverRules(string list, string expected)
    {
        var names = RuleName.Parse([list], Known);
        Assert.Equal(expected.Split(' '), Known.Where(id => names.Any(name => name.Covers(id))));
    }

    [Theory]
    [InlineData("RG1020", "'RG1020' is no rule: did you mean RG1001?")]
    [InlineData("leaks", "'LEAKS' is no rule: name one such as RG1002, or a family such as RG1xxx")]
    public void UnknownRule_IsRefused(string typed, string expected) =>
        Assert.Equal(expected, Assert.Throws<CannotRunException>(() => RuleName.Parse([typed], Known)).Message);
}
