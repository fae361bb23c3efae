namespace RedisGuard.Analyzers.Tests.Contract;

/// <summary>Files about all rules say what the descriptors say. <c>REDISGUARD_WRITE=1</c> writes them anew.</summary>
public class RuleFilesTests
{
    public static TheoryData<string> Paths => [.. RuleFiles.All.Select(file => file.Path)];

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task File_IsUpToDate(string path)
    {
        string file = Path.Combine(Repository.Root, path);
        string now = File.Exists(file) ? await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken) : string.Empty;
        string wanted = RuleFiles.All.Single(candidate => candidate.Path == path).Text(now);
        if (Environment.GetEnvironmentVariable("REDISGUARD_WRITE") == "1")
        {
            await File.WriteAllTextAsync(file, wanted, TestContext.Current.CancellationToken);
            return;
        }

        Assert.True(now == wanted, $"{path} is stale: run this test with REDISGUARD_WRITE=1, which writes it.");
    }

    [Fact]
    public void Leaks_AreConnectionsAndNotHandlers()
    {
        Assert.Contains("RG1001", Rules.LeakRules.Ids);
        Assert.DoesNotContain("RG2005", Rules.LeakRules.Ids);
        Assert.DoesNotContain("RG3003", Rules.LeakRules.Ids);
    }
}
