namespace RedisGuard.Cli.Tests.Loading.Loose.Projects;

public sealed class SmallProjectReaderTests() : ProjectReaderTests(withSdk: false)
{
    [Fact]
    public void ConditionThatIsNotUnderstood_IsNoted()
    {
        var project = Read(Conditional);
        Assert.Equal("Shop.csproj: a condition isn't understood, and counts as false: $([MSBuild]::VersionGreaterThan('1.0', '0.9'))", Assert.Single(project.Notes));
        Assert.DoesNotContain("YES", project.Symbols);
    }
}
