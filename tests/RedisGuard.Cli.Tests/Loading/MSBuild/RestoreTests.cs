using System.Collections.Immutable;
using RedisGuard.Cli.Loading.MSBuild;
using RedisGuard.Cli.Tests.Samples;

namespace RedisGuard.Cli.Tests.Loading.MSBuild;

public sealed class RestoreTests : IDisposable
{
    private readonly TempTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Fact]
    public void Missing_IsAProjectWithoutAssetsOrWithErrorsInThem()
    {
        _tree.Write("A/obj/project.assets.json", """{ "logs": [ { "code": "NU1603", "level": "Warning" } ] }""");
        _tree.Write("B/obj/project.assets.json", """{ "logs": [ { "code": "NU1101", "level": "Error" } ] }""");
        _tree.Write("C/obj/project.assets.json", "half a fi");
        Assert.False(RestoredProject.IsMissing(_tree.At("A/A.csproj")));
        Assert.True(RestoredProject.IsMissing(_tree.At("B/B.csproj")));
        Assert.True(RestoredProject.IsMissing(_tree.At("C/C.csproj")));
        Assert.True(RestoredProject.IsMissing(_tree.At("D/D.csproj")));
    }

    [Fact]
    public async Task Timeout_EndsIt()
    {
        // An inline task that waits for longer than the test may: only killing ends it.
        var project = _tree.Write("Slow.csproj",
            """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
              <Target Name="Wait" BeforeTargets="Restore;_GenerateRestoreGraph;CollectPackageReferences"><Exec Command="sleep 600 || ping -n 600 127.0.0.1" /></Target>
            </Project>
            """);
        var failure = await Restore.RunAsync(project, ImmutableDictionary<string, string>.Empty, TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        Assert.Equal("not done after 5 s", failure);
    }

    [Theory]
    [InlineData("", "it failed without saying why")]
    [InlineData("/src/A.csproj : error NU1101: Unable to find package X. No packages exist with this id\n", "NU1101: Unable to find package X")]
    [InlineData("The command could not be loaded\n  * because:\n      A compatible .NET SDK was not found.\n", "A compatible .NET SDK was not found")]
    [InlineData("\n  something else\n", "something else")]
    public void Failure_IsToldInAFewWords(string output, string expected) => Assert.Equal(expected, Restore.FirstError(output));

    [Fact]
    public async Task Cancellation_IsNoFailure()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        var project = _tree.Write("Shop.csproj", Code.Project());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Restore.RunAsync(project, ImmutableDictionary<string, string>.Empty, TimeSpan.FromMinutes(1), cancelled.Token));
    }
}
