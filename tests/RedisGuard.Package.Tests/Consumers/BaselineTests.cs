using RedisGuard.Package.Tests.Packing;

namespace RedisGuard.Package.Tests.Consumers;

/// <summary>A project with warnings as errors and a baseline, as a consumer of the package builds it.</summary>
public sealed class BaselineTests(PackedFeed feed)
{
    private const string Legacy = """
        using StackExchange.Redis;

        Console.WriteLine(new Shop.Legacy().Read("localhost:6379"));

        namespace Shop
        {
            public class Legacy
            {
                public string? Read(string c)
                {
                    var connection = ConnectionMultiplexer.Connect(c);
                    return connection.GetDatabase().StringGet("greeting");
                }
            }
        }
        """;

    private const string Baseline = """
        {
          "version": 1,
          "findings": [
            {"rule":"RG1002","path":"Program.cs","member":"Shop.Legacy.Read(string)","code":"ConnectionMultiplexer.Connect","nth":1}
          ]
        }
        """;

    [Fact]
    public async Task WarningsAsErrors_FailForWhatTheBaselineDoesNotHave()
    {
        var project = await ThrowAwayProject.CreateAsync(feed, "Baseline", Legacy, ["RedisGuard.Analyzers", "StackExchange.Redis/3.4.35"]);
        (await project.BuildAsync("-p:TreatWarningsAsErrors=true")).ShouldFail();

        await project.WriteAsync("redisguard.baseline.json", Baseline);
        (await project.BuildAsync("-p:TreatWarningsAsErrors=true")).ShouldSucceed();

        await project.WriteAsync("redisguard.baseline.json", Baseline.Replace("Legacy.Read", "Legacy.Other", StringComparison.Ordinal));
        (await project.BuildAsync("-p:TreatWarningsAsErrors=true")).ShouldFail();
    }
}
