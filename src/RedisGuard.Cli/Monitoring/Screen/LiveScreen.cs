using System.Collections.Concurrent;
using Spectre.Console;

namespace RedisGuard.Cli.Monitoring.Screen;

/// <summary>
/// The monitor on a terminal's alternate screen: paints when a snapshot comes, a key is pressed or the window changes, and
/// leaves the terminal as it was, however it ends.
/// </summary>
internal sealed class LiveScreen : IMonitorView
{
    private const string Enter = "\u001b[?1049h\u001b[?25l\u001b[?7l";
    private const string Leave = "\u001b[?7h\u001b[?25h\u001b[?1049l";
    private const string Home = "\u001b[H";
    private static readonly TimeSpan KeyPace = TimeSpan.FromMilliseconds(40);

    private readonly IAnsiConsole _console;
    private readonly ScreenState _state = new();
    private readonly ConcurrentQueue<MonitorSnapshot> _snapshots = new();
    private readonly CancellationTokenSource _quit = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _painting;

    public LiveScreen(IAnsiConsole console)
    {
        _console = console;
        _console.Write(new ControlCode(Enter));
        _painting = Task.Run(PaintAsync);
    }

    /// <summary>Cancelled when somebody asks to quit.</summary>
    public CancellationToken Quit => _quit.Token;

    public void Show(MonitorSnapshot snapshot) => _snapshots.Enqueue(snapshot);

    public void Dispose()
    {
        _closing.Cancel();
#pragma warning disable RS0030 // Dispose is synchronous, and the painter ends at once.
        _painting.Wait();
#pragma warning restore RS0030
        _console.Write(new ControlCode(Leave));
        _quit.Dispose();
        _closing.Dispose();
    }

    private async Task PaintAsync()
    {
        var size = (0, 0);
        while (!_closing.IsCancellationRequested)
        {
            var isChanged = TakeSnapshots() | TakeKeys() | (size != Size());
            if (_state.IsOver)
            {
                await _quit.CancelAsync().ConfigureAwait(false);
            }

            if (isChanged)
            {
                size = Size();
                Paint(size);
            }

            await Task.Delay(KeyPace, _closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private bool TakeSnapshots()
    {
        var any = false;
        while (_snapshots.TryDequeue(out var snapshot))
        {
            _state.Show(snapshot);
            any = true;
        }

        return any;
    }

    private bool TakeKeys()
    {
        var any = false;
        while (!Console.IsInputRedirected && Console.KeyAvailable)
        {
            _state.Press(Console.ReadKey(intercept: true));
            any = true;
        }

        return any;
    }

    private static (int Width, int Height) Size() => (Math.Max(20, Console.WindowWidth), Math.Max(4, Console.WindowHeight));

    // Over the old frame and to the end of each line, so that nothing flickers and nothing stays. Clearing to the end instead
    // would take the last column's character along: after it the cursor stands on it.
    private void Paint((int Width, int Height) size)
    {
        var lines = ScreenFrame.Of(_state, size.Width, size.Height);
        _console.Write(new ControlCode(Home));
        for (var index = 0; index < lines.Count; index++)
        {
            _console.Write(new Text(lines[index].Text.PadRight(size.Width), Style(lines[index].Style)));
            if (index < lines.Count - 1)
            {
                _console.Write(new ControlCode("\r\n"));
            }
        }
    }

    private static Style Style(ScreenStyle style) => style switch
    {
        ScreenStyle.Heading => new Style(decoration: Decoration.Bold),
        ScreenStyle.Selected => new Style(decoration: Decoration.Invert),
        ScreenStyle.Alarm => new Style(Color.Red),
        ScreenStyle.Warning => new Style(Color.Yellow),
        ScreenStyle.Dim => new Style(decoration: Decoration.Dim),
        _ => Spectre.Console.Style.Plain,
    };
}
