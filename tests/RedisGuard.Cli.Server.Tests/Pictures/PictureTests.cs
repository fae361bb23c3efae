using System.Reflection;

namespace RedisGuard.Cli.Server.Tests.Pictures;

/// <summary>
/// The pictures of the documentation are what the tool shows today. To draw them anew: run these tests with
/// <c>REDISGUARD_WRITE_PICTURES=1</c>.
/// </summary>
public sealed class PictureTests : IDisposable
{
    private static readonly string Images = typeof(PictureTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(static data => data.Key == "Images").Value!;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("monitor-80", 80, 14)]
    [InlineData("monitor-110", 110, 14)]
    [InlineData("monitor-160", 160, 14)]
    public async Task Monitor(string name, int columns, int rows) =>
        await HoldAsync(name, columns, rows, "redisguard monitor: holders of a server's connections with their verdicts", static terminal => terminal.ShowsAsync("leaking"));

    [Fact]
    public async Task Details() =>
        await HoldAsync("monitor-details", 120, 22, "redisguard monitor: the details of one holder", static async terminal =>
        {
            await terminal.ShowsAsync("leaking");
            await terminal.PressAsync("Enter");
            await terminal.ShowsAsync("last commands");
        });

    private async Task HoldAsync(string name, int columns, int rows, string title, Func<Terminal, Task> play)
    {
        var history = _folder.At("history.ndjson");
        ShopScenario.Write(history);
        await using var terminal = await Terminal.StartAsync(columns, rows, "monitor", "--replay", history);
        await play(terminal);
        var file = Path.Combine(Images, $"{name}.svg");
        // The last look of the history: until it is there, the screen still changes.
        await terminal.ShowsAsync(screen => screen.Contains("up 12 d", StringComparison.Ordinal) && IsLast(screen), "the end of the history");
        var picture = ScreenPicture.Of(await terminal.ColouredScreenAsync(), columns, title);
        if (Environment.GetEnvironmentVariable("REDISGUARD_WRITE_PICTURES") == "1")
        {
            await File.WriteAllTextAsync(file, picture, TestContext.Current.CancellationToken);
        }

        Assert.Equal(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), picture);
    }

    // 44 of the leaking line, 2 of the pool, 4 of the old program, 12 subscribers, and the basket's 8.
    private static bool IsLast(string screen) => screen.Contains("clients 70 of 10 000", StringComparison.Ordinal);
}
