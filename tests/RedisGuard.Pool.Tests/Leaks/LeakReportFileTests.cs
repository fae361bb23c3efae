using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using RedisGuard.Pool.Tests.Servers;

namespace RedisGuard.Pool.Tests.Leaks;

public sealed class LeakReportFileTests(RedisFixture redis) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("redisguard-report-");

    [Theory]
    [InlineData("")]
    [InlineData("redisguard.leaks.json")]
    public async Task LeakedLease_IsWrittenForTheAnalyzers(string file)
    {
        await using var pool = new RedisPool(new RedisPoolOptions { Configuration = redis.Configuration, LeakReportPath = Path.Combine(_folder.FullName, file) });
        await LeakAsync(pool);
        await Eventually.CollectedAsync(() => _folder.GetFiles("redisguard.leaks.*.json").Length == 1);

        var written = _folder.GetFiles("redisguard.leaks.*.json")[0];
        var text = await File.ReadAllTextAsync(written.FullName, TestContext.Current.CancellationToken);
        var leak = Assert.Single(JsonNode.Parse(text)!["leaks"]!.AsArray())!;
        Assert.Equal(
            ("lease", "leaked", nameof(LeakAsync), "RedisPool.RentAsync", 1),
            ((string)leak["kind"]!, (string)leak["verdict"]!, (string)leak["member"]!, (string)leak["call"]!, (int)leak["count"]!));
        Assert.EndsWith("Leaks/LeakReportFileTests.cs", (string)leak["path"]!, StringComparison.Ordinal);
        Assert.DoesNotContain(redis.Server.Configuration, text, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task LeakAsync(RedisPool pool) => await pool.RentAsync(TestContext.Current.CancellationToken);
}
