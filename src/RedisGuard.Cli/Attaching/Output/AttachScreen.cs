using Spectre.Console;

namespace RedisGuard.Cli.Attaching.Output;

/// <summary>The state on a terminal's alternate screen, painted anew at each look; leaves the terminal as it was.</summary>
internal sealed class AttachScreen : IDisposable
{
    private const string Enter = "\u001b[?1049h\u001b[?25l";
    private const string Leave = "\u001b[?25h\u001b[?1049l";
    private const string Clear = "\u001b[H\u001b[J";

    private readonly IAnsiConsole _console;
    private AttachedState? _last;

    public AttachScreen(IAnsiConsole console)
    {
        _console = console;
        _console.Write(new ControlCode(Enter));
    }

    public void Show(AttachedState state)
    {
        _last = state;
        _console.Profile.Width = Reporting.Terminal.WindowWidth;
        _console.Write(new ControlCode(Clear));
        new AttachText(_console).Write(state);
        _console.WriteLine("Ctrl-C ends this; the process runs on.", new Style(decoration: Decoration.Dim));
    }

    /// <summary>Leaves the last state on the screen that was there before.</summary>
    public void Dispose()
    {
        _console.Write(new ControlCode(Leave));
        if (_last is { } last)
        {
            new AttachText(_console).Write(last);
        }
    }
}
