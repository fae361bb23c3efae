using RedisGuard.Package.Tests.Packing;

namespace RedisGuard.Package.Tests.Consumers;

/// <summary>The presets that <c>RedisGuardMode</c> picks, as a consumer of the package meets them.</summary>
public sealed class ModeTests(PackedFeed feed)
{
    private const string Churning = """
        using StackExchange.Redis;

        for (var visit = 0; visit < 3; visit++)
        {
            Console.WriteLine(Greeting.Read());
        }

        internal static class Greeting
        {
            public static string? Read()
            {
                using var connection = ConnectionMultiplexer.Connect("localhost:6379");
                return connection.GetDatabase().StringGet("greeting");
            }
        }
        """;

    private static readonly string[] Packages = ["RedisGuard.Analyzers", "StackExchange.Redis/3.4.35"];

    [Theory]
    [InlineData("default", new[] { "warning RG1001" })]
    [InlineData("strict", new[] { "warning RG1001" })]
    [InlineData("Leaks-Only", new[] { "warning RG1001" })]
    [InlineData("off", new string[0])]
    public async Task Mode_DecidesWhatIsSaid(string mode, string[] expected)
    {
        var project = await ThrowAwayProject.CreateAsync(feed, $"Mode-{mode}", Churning, Packages);

        var build = (await project.BuildAsync($"-p:RedisGuardMode={mode}")).ShouldSucceed();

        Assert.Equal(expected, build.Diagnostics);
    }

    [Fact]
    public async Task Ci_StopsTheBuild()
    {
        var project = await ThrowAwayProject.CreateAsync(feed, "Mode-ci", Churning, Packages);

        var build = (await project.BuildAsync("-p:RedisGuardMode=CI")).ShouldFail();

        Assert.Equal(["error RG1001"], build.Diagnostics);
    }

    [Fact]
    public async Task OwnSetting_WinsOverThePreset()
    {
        var project = await ThrowAwayProject.CreateAsync(feed, "ModeAndOwn", Churning, Packages);
        await project.WriteAsync(".editorconfig", """
            [*.cs]
            dotnet_diagnostic.RG1001.severity = warning
            """);

        var build = (await project.BuildAsync("-p:RedisGuardMode=off")).ShouldSucceed();

        Assert.Equal(["warning RG1001"], build.Diagnostics);
    }

    [Fact]
    public async Task UnknownMode_IsAClearError()
    {
        var project = await ThrowAwayProject.CreateAsync(feed, "ModeUnknown", Churning, Packages);

        var build = (await project.BuildAsync("-p:RedisGuardMode=loud")).ShouldFail();

        Assert.Contains("RedisGuardMode is 'loud'; expected default, strict, leaks-only, ci or off.", build.Output, StringComparison.Ordinal);
    }
}
