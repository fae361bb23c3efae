using System.Diagnostics;
using System.Globalization;

namespace RedisGuard.Cli.Server.Tests.Samples;

/// <summary>A real terminal of a given size with a program in it: a tmux server of its own.</summary>
internal sealed class Terminal : IAsyncDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    private readonly string _socket = $"redisguard-{Environment.ProcessId}-{Guid.NewGuid():N}";

    /// <summary>Starts the tool in a shell, which says the exit code when the tool has ended and then waits.</summary>
    public static async Task<Terminal> StartAsync(int width, int height, params string[] arguments)
    {
        var terminal = new Terminal();
        var line = string.Join(' ', arguments.Select(static argument => $"'{argument}'"));
        await terminal.TmuxAsync(
            "-f", "/dev/null", "new-session", "-d", "-x", Number(width), "-y", Number(height),
            $"printf 'before the tool\\n'; env -u REDIS_CONNECTION -u REDISCLI_AUTH TERM=xterm-256color dotnet exec '{Tool.Dll}' {line}; echo \"exit $?\"; sleep 1000");
        return terminal;
    }

    public Task ResizeAsync(int width, int height) => TmuxAsync("resize-window", "-x", Number(width), "-y", Number(height));

    /// <summary>Presses keys as tmux names them: <c>Enter</c>, <c>C-c</c>, <c>Down</c>, or a character.</summary>
    public Task PressAsync(params string[] keys) => TmuxAsync(["send-keys", .. keys]);

    public Task<string> ScreenAsync() => TmuxAsync("capture-pane", "-p");

    /// <summary>The screen with its colours as escape sequences.</summary>
    public Task<string> ColouredScreenAsync() => TmuxAsync("capture-pane", "-p", "-e");

    /// <summary>Waits until the screen shows something.</summary>
    public async Task<string> ShowsAsync(Func<string, bool> expected, string what)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var screen = await ScreenAsync();
            if (expected(screen))
            {
                return screen;
            }

            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(60), $"The screen never showed {what}:\n{screen}");
            await Task.Delay(Look, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>1 where the cursor is visible.</summary>
    public async Task<string> CursorAsync() => (await TmuxAsync("display-message", "-p", "#{cursor_flag}")).Trim();

    public Task<string> ShowsAsync(string text) => ShowsAsync(screen => screen.Contains(text, StringComparison.Ordinal), $"'{text}'");

    public async ValueTask DisposeAsync() => await TmuxAsync("kill-server");

    private async Task<string> TmuxAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("tmux", ["-u", "-L", _socket, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["LC_ALL"] = "C.UTF-8";
        // A tmux that the tests run in would be asked instead.
        start.Environment.Remove("TMUX");
        using var tmux = Start(start);
        var output = await tmux.StandardOutput.ReadToEndAsync();
        var error = await tmux.StandardError.ReadToEndAsync();
        await tmux.WaitForExitAsync();
        Assert.True(tmux.ExitCode == 0, $"tmux {arguments[0]}: {error}");
        return output;
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new InvalidOperationException("The screen is tested in a real terminal: install tmux (apt-get install tmux).", e);
        }
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
