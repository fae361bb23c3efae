using RedisGuard.Cli.Loading.Loose.Projects;
using RedisGuard.Cli.Tests.Samples;

namespace RedisGuard.Cli.Tests.Loading.Loose.Projects;

public sealed class PropertyTableTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("$(A);b;$(a)", "1;b;1")]
    [InlineData("x$(Missing)y", "xy")]
    [InlineData("$(A", "$(A")]
    [InlineData("$([System.IO.Path]::Combine('$(A)', 'b'))!", "!")]
    public void Expand_ReplacesWhatIsKnown(string text, string expected) =>
        Assert.Equal(expected, new PropertyTable { ["A"] = "1" }.Expand(text));

    [Fact]
    public void Fixed_IsNotOverwritten()
    {
        var properties = new PropertyTable();
        properties.Fix("TargetFramework", "net8.0");
        properties["TargetFramework"] = "net472";
        Assert.Equal("net8.0", properties["targetframework"]);
    }

    [Fact]
    public void FileSearch_FindsTheFileAbove()
    {
        using var tree = new TempTree();
        var file = tree.Write("Directory.Build.props", "<Project />");
        tree.Write("src/Shop/Shop.csproj", "<Project />");
        var properties = new PropertyTable { ["MSBuildThisFileDirectory"] = tree.At("src/Shop") + Path.DirectorySeparatorChar };
        Assert.Equal(file, properties.Expand("$([MSBuild]::GetPathOfFileAbove('Directory.Build.props', '$(MSBuildThisFileDirectory)../'))"));
        Assert.Equal(tree.Root, properties.Expand("$([MSBuild]::GetDirectoryNameOfFileAbove($(MSBuildThisFileDirectory), Directory.Build.props))"));
        Assert.Equal("", properties.Expand("$([MSBuild]::GetPathOfFileAbove('no-such-file.props', '$(MSBuildThisFileDirectory)'))"));
    }
}
