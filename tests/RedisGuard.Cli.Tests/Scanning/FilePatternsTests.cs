using RedisGuard.Cli.Scanning;

namespace RedisGuard.Cli.Tests.Scanning;

public sealed class FilePatternsTests
{
    [Theory]
    [InlineData("src/Shop", "src/Shop/Deep/A.cs", true)]
    [InlineData("src/Shop/", "src/Shop/A.cs", true)]
    [InlineData("./src/Shop", "src/Shop/A.cs", true)]
    [InlineData("src/Shop", "src/Shopping/A.cs", false)]
    [InlineData("src/Shop/A.cs", "src/Shop/A.cs", true)]
    [InlineData("Migrations", "src/Shop/Migrations/A.cs", true)]
    [InlineData("*.Designer.cs", "src/Shop/A.Designer.cs", true)]
    [InlineData("./A.cs", "src/A.cs", false)]
    [InlineData("src/**/Old*.cs", "src/Deep/Deeper/OldShop.cs", true)]
    [InlineData("src\\Shop", "src/Shop/A.cs", true)]
    public void Pattern_MatchesAsInGitIgnore(string pattern, string file, bool expected)
    {
        var root = Path.GetTempPath();
        Assert.Equal(expected, new FilePatterns(root, [pattern]).Match(Path.Combine(root, file)));
    }
}
