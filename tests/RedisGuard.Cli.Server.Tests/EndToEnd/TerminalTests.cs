namespace RedisGuard.Cli.Server.Tests.EndToEnd;

/// <summary>The screen in a real terminal.</summary>
public sealed class TerminalTests(ServerFixture fixture)
{
    [Theory]
    [InlineData(80, new[] { "HOLDER", "NOW", "VERDICT" }, new[] { "BUFFERS" })]
    [InlineData(110, new[] { "HOLDER", "NOW", "BORN", "DIED", "5 MIN", "VERDICT" }, new string[0])]
    [InlineData(160, new[] { "HOLDER", "KIND", "NOW", "BORN", "DIED", "5 MIN", "IDLE p50/max", "BUFFERS", "VERDICT" }, new string[0])]
    public async Task Screen_FitsTheTerminal(int width, string[] shown, string[] dropped)
    {
        await using var clients = fixture.Clients();
        await clients.OpenAsync($"rg:screen{width}:main:exclusive:1:v=1.0:i=web-3@1@60000000:s=Checkout.cs@41@Pay", 3);
        await using var terminal = await Terminal.StartAsync(width, 24, "monitor", fixture.Endpoint, "--filter", $"app=screen{width}", "--interval", "500ms");
        var screen = await terminal.ShowsAsync("steady");
        var lines = screen.Split('\n');
        var heading = Assert.Single(lines, static line => line.Contains("HOLDER", StringComparison.Ordinal));
        Assert.True(Array.TrueForAll(shown, column => heading.Contains(column, StringComparison.Ordinal)), screen);
        Assert.All(dropped, column => Assert.DoesNotContain(column, heading, StringComparison.Ordinal));
        // Nothing wrapped: one row for the holder, and the footer at the bottom.
        Assert.Single(lines, static line => line.Contains("Checkout.cs:41", StringComparison.Ordinal));
        Assert.StartsWith("q quit  ? help", lines[23], StringComparison.Ordinal);
        Assert.DoesNotContain("before the tool", screen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_Resize_AndQuit_LeaveTheTerminalAsItWas()
    {
        await using var clients = fixture.Clients();
        await clients.OpenAsync("keys-app", 3);
        await using var terminal = await Terminal.StartAsync(120, 24, "monitor", fixture.Endpoint, "--filter", "name=keys-*", "--interval", "500ms");
        await terminal.ShowsAsync("keys-app");
        await terminal.PressAsync("Enter");
        await terminal.ShowsAsync("last commands");
        await terminal.PressAsync("Escape");
        await terminal.ShowsAsync("HOLDER");
        await terminal.PressAsync("?");
        await terminal.ShowsAsync("Verdicts, from births and deaths");
        await terminal.PressAsync("?", "s");
        await terminal.ShowsAsync("sort:now");
        await terminal.PressAsync("/", "n", "o", "n", "e", "Enter");
        await terminal.ShowsAsync("no holder has 'none' in it");
        await terminal.ResizeAsync(70, 16);
        await terminal.ShowsAsync(static screen => screen.Split('\n') is { Length: >= 16 } lines && lines[15].StartsWith("q quit", StringComparison.Ordinal), "the footer at the new bottom");
        await terminal.PressAsync("q");
        var screen = await terminal.ShowsAsync("exit 0");
        Assert.Contains("before the tool", screen, StringComparison.Ordinal);
        Assert.DoesNotContain("HOLDER", screen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CtrlC_LeavesTheTerminalAsItWas()
    {
        await using var terminal = await Terminal.StartAsync(100, 24, "monitor", fixture.Endpoint);
        await terminal.ShowsAsync("not counted: this monitor's own connection");
        await terminal.PressAsync("C-c");
        var screen = await terminal.ShowsAsync("exit 0");
        Assert.Contains("before the tool", screen, StringComparison.Ordinal);
        Assert.DoesNotContain("not counted", screen, StringComparison.Ordinal);
        // The cursor is back: tmux tells whether the program hid it.
        Assert.Equal("1", await terminal.CursorAsync());
    }

    [Fact]
    public async Task UnreachableServer_IsShown_AndTriedAgain()
    {
        await using var terminal = await Terminal.StartAsync(100, 24, "monitor", "127.0.0.1:1", "--interval", "300ms");
        await terminal.ShowsAsync("UNREACHABLE");
        await terminal.PressAsync("q");
        await terminal.ShowsAsync("exit 2");
    }
}
