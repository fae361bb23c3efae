using RedisGuard.Cli.Loading;

namespace RedisGuard.Cli.Tests.Loading.Loose.Projects;

public sealed class SdkProjectReaderTests() : ProjectReaderTests(withSdk: true)
{
    [Fact]
    public void AnSdkIsThere() => Assert.NotNull(SdkMSBuild.Folder);

    [Fact]
    public void EveryCondition_IsUnderstood()
    {
        var project = Read(Conditional);
        Assert.Empty(project.Notes);
        Assert.Contains("YES", project.Symbols);
    }

    [Fact]
    public void MissingImports_ArePassedOver_AndNothingRuns()
    {
        var ran = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var project = Read(
            $"""
            <Project Sdk='Microsoft.NET.Sdk' InitialTargets='Run'>
              <Import Project='gone/from/here.props' />
              <PropertyGroup><DefineConstants>$(DefineConstants);REST</DefineConstants></PropertyGroup>
              <Target Name='Run' BeforeTargets='Build;Restore'><WriteLinesToFile File='{ran}' Lines='ran' /></Target>
            </Project>
            """);
        Assert.Contains("REST", project.Symbols);
        Assert.False(File.Exists(ran));
    }

    [Fact]
    public void SdkThatWouldBeFetched_IsLeftToTheSmallReader() =>
        Assert.NotEmpty(Read(Conditional.Replace("Microsoft.NET.Sdk", "No.Such.Sdk/1.2.3", StringComparison.Ordinal)).Notes);
}
