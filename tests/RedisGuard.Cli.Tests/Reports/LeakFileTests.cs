using System.Globalization;
using RedisGuard.Cli.Reports;
using RedisGuard.Watch.LeakReports;

namespace RedisGuard.Cli.Tests.Reports;

public sealed class LeakFileTests
{
    [Fact]
    public async Task SeveralAddAtOnce_NothingIsLost()
    {
        const int Programs = 40;
        var folder = Directory.CreateTempSubdirectory("redisguard-leaks-").FullName;
        try
        {
            var file = Path.Combine(folder, LeakReport.FileName);
            await Task.WhenAll(Enumerable.Range(0, Programs).Select(number => Task.Run(() => LeakFile.Add(file, [Seen(number)], folder))));

            Assert.Equal(Programs, LeakFile.Read(file, folder).Leaks.Count);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static LeakReport Seen(int number) => new()
    {
        Leaks =
        [
            new LeakEntry
            {
                Kind = "connection",
                Verdict = "leaked",
                Member = string.Create(CultureInfo.InvariantCulture, $"Shop.Checkout.Pay{number}"),
                Call = "ConnectionMultiplexer.ConnectAsync",
                Count = 1,
            },
        ],
    };
}
