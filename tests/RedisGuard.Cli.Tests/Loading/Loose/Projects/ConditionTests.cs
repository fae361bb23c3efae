using RedisGuard.Cli.Loading.Loose.Projects;
using RedisGuard.Cli.Tests.Samples;

namespace RedisGuard.Cli.Tests.Loading.Loose.Projects;

public sealed class ConditionTests
{
    [Theory]
    [InlineData(null, true)]
    [InlineData("  ", true)]
    [InlineData("'$(Configuration)' == 'debug'", true)]
    [InlineData("'$(Configuration)' != 'Debug'", false)]
    [InlineData("'$(Configuration)|$(Platform)'=='Debug|AnyCPU'", true)]
    [InlineData("'$(Unset)' == ''", true)]
    [InlineData("$(Flag)", true)]
    [InlineData("!$(Flag)", false)]
    [InlineData("'$(Flag)' == 'false' or '$(Configuration)' == 'Debug'", true)]
    [InlineData("'$(Flag)' == 'true' and '$(Configuration)' == 'Release'", false)]
    [InlineData("!('$(Flag)' == 'false' Or '$(Unset)' != '') And true", true)]
    [InlineData("'$(Number)' >= '8'", true)]
    [InlineData("'$(Number)' < '8'", false)]
    [InlineData("$(MSBuildProjectName.EndsWith('.Tests'))", true)]
    [InlineData("$(MSBuildProjectName.StartsWith('Test'))", false)]
    [InlineData("$(MSBuildProjectName.Contains(\"op.T\")) == 'true'", true)]
    [InlineData("Exists('no/such/file')", false)]
    [InlineData("!Exists('no\\such\\file') and '$(Flag)' == 'true'", true)]
    public void Known_DecidesAsMSBuild(string? condition, bool expected) =>
        Assert.Equal(expected, Holds(condition, understood: true));

    [Theory]
    [InlineData("$([MSBuild]::IsTargetFrameworkCompatible('net8.0', 'net8.0'))")]
    [InlineData("'unclosed == true")]
    [InlineData("(((")]
    [InlineData("'a' == 'a' nonsense")]
    [InlineData("$(")]
    [InlineData("== ==")]
    public void Unknown_IsFalse(string condition) => Assert.False(Holds(condition, understood: false));

    [Fact]
    public void ExistingFile_Exists()
    {
        using var tree = new TempTree();
        tree.Write("build/common.props", "<Project />");
        Assert.True(Condition.Holds(@"Exists('build\common.props')", Properties(), tree.Root, out _));
    }

    private static bool Holds(string? condition, bool understood)
    {
        var holds = Condition.Holds(condition, Properties(), Path.GetTempPath(), out var isUnderstood);
        Assert.Equal(understood, isUnderstood);
        return holds;
    }

    private static PropertyTable Properties()
    {
        var properties = new PropertyTable
        {
            ["Configuration"] = "Debug",
            ["Platform"] = "AnyCPU",
            ["Flag"] = "true",
            ["Number"] = "10",
        };
        properties.Fix("MSBuildProjectName", "Shop.Tests");
        return properties;
    }
}
