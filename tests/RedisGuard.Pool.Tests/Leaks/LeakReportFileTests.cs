using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using RedisGuard.Pool.Leaks;
using RedisGuard.Pool.Tests.Doubles;
using RedisGuard.Pool.Tests.Secrets;
using RedisGuard.Pool.Tests.Servers;

namespace RedisGuard.Pool.Tests.Leaks;

public sealed class LeakReportFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("redisguard-report-");

    [Theory]
    [InlineData("")]
    [InlineData("redisguard.leaks.json")]
    public async Task LeakedLease_IsWrittenForTheAnalyzers(string file)
    {
        await using var pool = Pools.Fake(new FakeOpener(), options =>
        {
            options.Configuration = $"shop-redis:6379,password={Secret.Password}";
            options.LeakReportPath = Path.Combine(_folder.FullName, file);
        });
        await LeakAsync(pool);
        await Eventually.CollectedAsync(() => _folder.GetFiles("redisguard.leaks.*.json").Length == 1);

        var written = _folder.GetFiles("redisguard.leaks.*.json")[0];
        var text = await File.ReadAllTextAsync(written.FullName, TestContext.Current.CancellationToken);
        var leak = Assert.Single(JsonNode.Parse(text)!["leaks"]!.AsArray())!;
        Assert.Equal(
            ("lease", "leaked", nameof(LeakAsync), "RedisPool.RentAsync", 1),
            ((string)leak["kind"]!, (string)leak["verdict"]!, (string)leak["member"]!, (string)leak["call"]!, (int)leak["count"]!));
        Assert.EndsWith("Leaks/LeakReportFileTests.cs", (string)leak["path"]!, StringComparison.Ordinal);
        Assert.DoesNotContain("shop-redis", text, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret.Password, text, StringComparison.Ordinal);
    }

    [Fact]
    public void EachKind_HasItsCall_AndItsGrowingCount()
    {
        var site = new RedisCallSite("/src/Shop/Basket.cs", 42, "AddAsync");
        foreach (var (kind, count) in new[]
        {
            (RedisLeakKind.Lease, 1L), (RedisLeakKind.Subscription, 1L), (RedisLeakKind.DedicatedConnection, 1L), (RedisLeakKind.Lease, 10L), (RedisLeakKind.Lease, 5L),
        })
        {
            LeakReportFile.Add(_folder.FullName, new RedisLeak { Kind = kind, Site = site, Count = count });
        }

        var leaks = JsonNode.Parse(File.ReadAllText(Assert.Single(_folder.GetFiles()).FullName))!["leaks"]!.AsArray();
        var rows = leaks.Select(static leak => $"{leak!["kind"]} {leak["call"]} {leak["count"]}").Order();
        Assert.Equal(
            ["dedicated RedisPool.ConnectDedicatedAsync 1", "lease RedisPool.RentAsync 10", "subscription RedisPool.SubscribeAsync 1"], rows);
        Assert.All(leaks, static leak => Assert.Equal((string)leak!["firstSeen"]!, (string)leak["lastSeen"]!));
        Assert.All(leaks, static leak => Assert.EndsWith("Basket.cs", (string)leak!["path"]!, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(" ")]
    public void WithoutAPath_NothingIsWritten(string? path)
    {
        LeakReportFile.Add(path, new RedisLeak { Kind = RedisLeakKind.Lease, Site = new RedisCallSite("Basket.cs", 42, "AddAsync"), Count = 1 });

        Assert.Empty(_folder.GetFiles());
    }

    [Fact]
    public void FolderThatIsNotThere_IsMade_AndOneThatCannotBe_IsNoBusinessOfTheProgram()
    {
        var leak = new RedisLeak { Kind = RedisLeakKind.Lease, Site = new RedisCallSite("Basket.cs", 42, "AddAsync"), Count = 1 };
        var deep = Path.Combine(_folder.FullName, "a", "b");
        LeakReportFile.Add(deep, leak);
        Assert.Single(Directory.GetFiles(deep));

        var file = Path.Combine(_folder.FullName, "file");
        File.WriteAllText(file, "in the way");
        LeakReportFile.Add(Path.Combine(file, "folder"), leak);
        Assert.Equal("in the way", File.ReadAllText(file));
    }

    [Fact]
    public void TwoWriters_HaveAFileEach_InOneFolder()
    {
        var one = LeakReportFolder.FileOfProcess(_folder.FullName);
        var same = LeakReportFolder.FileOfProcess(Path.Combine(_folder.FullName, "redisguard.leaks.JSON"));
        var other = LeakReportFolder.FileOfProcess(_folder.FullName, "watch");

        Assert.Equal(one, same);
        Assert.Equal(_folder.FullName, Path.GetDirectoryName(one));
        Assert.Matches(@"^redisguard\.leaks\.\d+\.[0-9a-f]+\.json$", Path.GetFileName(one));
        Assert.Matches(@"^redisguard\.leaks\.\d+\.[0-9a-f]+\.watch\.json$", Path.GetFileName(other));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task LeakAsync(RedisPool pool) => await pool.RentAsync(TestContext.Current.CancellationToken);
}
