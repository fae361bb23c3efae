using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using RedisGuard.Watch.Tests.Probes;

namespace RedisGuard.Testing.Tests.EveryTest;

/// <summary>Real suites of each framework that <c>RedisGuardEveryTest</c> guards, run as their users run them.</summary>
public sealed partial class GuardedSuiteTests(ServerFixture server)
{
    [Theory]
    [InlineData("XunitV3")]
    [InlineData("NUnit")]
    [InlineData("MSTest")]
    public async Task Leaks_FailTheirTestsWithTheLine_AndNoOther(string framework)
    {
        var (exitCode, output) = await SuiteRun.OfAsync(SuiteRun.FolderOf(framework), framework, server);
        Assert.NotEqual(0, exitCode);
        Assert.Equal((5, 2), Counts(output));
        foreach (var (test, mark) in new[] { ("Leaks", "// leaks"), ("LeaksWithOptionsOfBefore", "// leaks with options of before") })
        {
            Assert.Contains(
                string.Create(CultureInfo.InvariantCulture, $"SuiteTests.cs:{SuiteRun.LineOf(framework, mark)} RedisGuard.Testing.Suites.SuiteTests.{test}  opened 1, closed 0, 1 dropped"),
                output,
                StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("XunitV3", "-method", "*.Closes*")]
    [InlineData("NUnit", "--filter", "Name~Closes")]
    [InlineData("MSTest", "--filter", "Name~Closes")]
    public async Task Clean_IsGreen(string framework, params string[] filter)
    {
        var (exitCode, output) = await SuiteRun.OfAsync(SuiteRun.FolderOf(framework), framework, server, filter);
        Assert.Equal((3, 0), Counts(output));
        Assert.Equal(0, exitCode);
    }

    [Theory]
    [InlineData("XunitV3")]
    [InlineData("NUnit")]
    [InlineData("MSTest")]
    public async Task WatchThatCannotSee_IsNeverGreen(string framework)
    {
        // As in a program that was compiled ahead of time: nothing can be generated.
        var copy = Directory.CreateTempSubdirectory("redisguard-suite-");
        try
        {
            foreach (var file in new DirectoryInfo(SuiteRun.FolderOf(framework)).GetFiles())
            {
                file.CopyTo(Path.Combine(copy.FullName, file.Name));
            }

            var settings = Directory.GetFiles(copy.FullName, "RedisGuard.Testing.Suites.*.runtimeconfig.json").Single();
            var json = JsonNode.Parse(await File.ReadAllTextAsync(settings, TestContext.Current.CancellationToken))!;
            json["runtimeOptions"]!["configProperties"]!["System.Runtime.CompilerServices.RuntimeFeature.IsDynamicCodeSupported"] = false;
            await File.WriteAllTextAsync(settings, json.ToJsonString(), TestContext.Current.CancellationToken);

            var (exitCode, output) = await SuiteRun.OfAsync(copy.FullName, framework, server);
            Assert.NotEqual(0, exitCode);
            Assert.Equal((5, 5), Counts(output));
            Assert.Contains("The watch can't see connections in this process, so that no leak could be found.", output, StringComparison.Ordinal);
        }
        finally
        {
            copy.Delete(recursive: true);
        }
    }

    private static (int Total, int Failed) Counts(string output) => (Count(TotalIn().Match(output)), Count(FailedIn().Match(output)));

    private static int Count(Match match) => match.Success ? int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : -1;

    [GeneratedRegex("total: ([0-9]+)", RegexOptions.IgnoreCase)]
    private static partial Regex TotalIn();

    [GeneratedRegex("failed: ([0-9]+)", RegexOptions.IgnoreCase)]
    private static partial Regex FailedIn();
}
