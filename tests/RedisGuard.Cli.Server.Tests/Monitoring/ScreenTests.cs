using RedisGuard.Cli.Holders;
using RedisGuard.Cli.Monitoring;
using RedisGuard.Cli.Monitoring.Screen;
using RedisGuard.Cli.Servers;

namespace RedisGuard.Cli.Server.Tests.Monitoring;

/// <summary>The screen without a terminal: what each key does, and that every frame fits.</summary>
public sealed class ScreenTests
{
    private readonly ScreenState _state = new();

    public ScreenTests() => _state.Show(Snapshot(
        new HolderStanding("shop  Checkout.cs:41 Pay", "private") { Now = 41, Born = 41, Growth = 37, Counts = [4, 41], Verdict = Verdict.Leaking, Why = "37 born" },
        new HolderStanding("shop  pool main", "shared") { Now = 2, Counts = [2], Verdict = Verdict.Steady, IdleMax = 9 },
        new HolderStanding("orders", "pubsub") { Now = 12, Counts = [12], Verdict = Verdict.Steady, IdleMax = 60 },
        new HolderStanding("gone", "normal") { Now = 0, Counts = [0] }));

    [Theory]
    [InlineData(20, 4)]
    [InlineData(80, 24)]
    [InlineData(110, 30)]
    [InlineData(160, 50)]
    public void EveryPage_HasExactlyTheLinesOfTheTerminal(int width, int height)
    {
        foreach (var keys in (string[])["", "?", "\r", "/shop", "f"])
        {
            Press(keys);
            var lines = ScreenFrame.Of(_state, width, height);
            Assert.Equal(height, lines.Count);
            Assert.All(lines, line => Assert.InRange(line.Text.Length, 0, width));
            Press("\u001b\u001b");
        }
    }

    [Fact]
    public void WorstVerdict_IsFirst_AndSelected_AndTheGoneAreNotShown()
    {
        Assert.Equal(["shop  Checkout.cs:41 Pay", "orders", "shop  pool main"], _state.Rows().Select(static row => row.Holder));
        Assert.Contains(ScreenFrame.Of(_state, 110, 30), static line => line is { Style: ScreenStyle.Selected } && line.Text.Contains("Checkout", StringComparison.Ordinal));
    }

    [Fact]
    public void Sort_GoesThroughTheColumns_AndTheSelectionFollowsItsHolder()
    {
        Press("j");
        Assert.Equal("orders", Selected());
        Press("sssss");
        Assert.Equal("idle", _state.Sort.Name);
        Assert.Equal(("orders", "orders"), (Selected(), _state.Rows()[0].Holder));
        Press("S");
        Assert.Equal(("orders", "shop  Checkout.cs:41 Pay"), (Selected(), _state.Rows()[0].Holder));
    }

    [Fact]
    public void Filter_IsTyped_KeptAndTakenOff()
    {
        Press("/POOLq");
        Assert.Empty(_state.Rows());
        Press("\b\r");
        Assert.Equal("shop  pool main", Assert.Single(_state.Rows()).Holder);
        Press("\u001b");
        Assert.Equal(3, _state.Rows().Count);
        Press("/leaking\r");
        Assert.Single(_state.Rows());
    }

    [Fact]
    public void Freeze_KeepsWhatIsShown_AndGoesOn()
    {
        Press("f");
        _state.Show(Snapshot());
        Assert.Equal(3, _state.Rows().Count);
        Assert.StartsWith("FROZEN", ScreenFrame.Of(_state, 80, 24)[^1].Text, StringComparison.Ordinal);
        Press(" ");
        Assert.Empty(_state.Rows());
    }

    [Fact]
    public void Details_SayWhatToDo()
    {
        Press("\r");
        var text = string.Join('\n', ScreenFrame.Of(_state, 160, 40).Select(static line => line.Text));
        Assert.Contains("idle            not told", text, StringComparison.Ordinal);
        Assert.Contains("redisguard attach, or redisguard run from its start", text, StringComparison.Ordinal);
        Press("\u001b");
        Assert.Equal(ScreenPage.Holders, _state.PageShown);
    }

    [Fact]
    public void SelectionThatGoes_FallsToTheFirst()
    {
        Press("jj");
        _state.Show(Snapshot(new HolderStanding("a", "normal") { Now = 1, Counts = [1] }));
        Assert.Equal("a", Selected());
        Press("jjkk");
        Assert.Equal("a", Selected());
    }

    [Fact]
    public void Q_Ends()
    {
        Press("/q\u001b");
        Assert.False(_state.IsOver);
        Press("q");
        Assert.True(_state.IsOver);
    }

    private string Selected() => _state.Rows() is var rows ? rows[_state.Selected(rows)].Holder : string.Empty;

    private void Press(string keys)
    {
        foreach (var character in keys)
        {
            var key = character switch
            {
                '\r' => ConsoleKey.Enter,
                '\u001b' => ConsoleKey.Escape,
                '\b' => ConsoleKey.Backspace,
                _ => default,
            };
            _state.Press(new ConsoleKeyInfo(character, key, false, false, false));
        }
    }

    private static MonitorSnapshot Snapshot(params HolderStanding[] holders) => new(Rows.Start, [new ServerStanding("a:1", ServerState.Up)], holders);
}
