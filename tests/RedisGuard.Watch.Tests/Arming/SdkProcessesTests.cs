using RedisGuard.Watch.Arming;

namespace RedisGuard.Watch.Tests.Arming;

public sealed class SdkProcessesTests
{
    [Theory]
    [InlineData("dotnet", true)]
    [InlineData("MSBuild.dll", true)]
    [InlineData("VBCSCompiler", true)]
    [InlineData("vstest.console.dll", true)]
    [InlineData("testhost", false)]
    [InlineData("Shop.Web", false)]
    public void Names_AreToldApart(string program, bool sdk) => Assert.Equal(sdk, SdkProcesses.Is(program));
}
