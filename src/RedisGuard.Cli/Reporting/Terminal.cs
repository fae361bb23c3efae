using System.Text;
using Spectre.Console;

namespace RedisGuard.Cli.Reporting;

/// <summary>The console as the process finds it: colours and progress for a person, plain text for a pipe.</summary>
internal static class Terminal
{
    /// <summary>A pipe has no width: a finding's line stays one line however long it is.</summary>
    private const int Unwrapped = 1_000_000;

    /// <summary>The standard output.</summary>
    public static IAnsiConsole Output()
    {
        if (Console.IsOutputRedirected)
            // A pipe gets UTF-8 whatever the code page; no byte order mark, which would be the first character of the JSON.
            return Plain(new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false)) { AutoFlush = true });

        return AnsiConsole.Create(new AnsiConsoleSettings { ColorSystem = Colours() });
    }

    /// <summary>A spinner on the error stream, where it can't get between the findings; nothing when that is no terminal.</summary>
    public static IScanProgress Progress()
    {
        if (Console.IsErrorRedirected || Console.IsOutputRedirected)
            return new NoProgress();

        return new StatusProgress(AnsiConsole.Create(new AnsiConsoleSettings
        {
            ColorSystem = Colours(),
            Out = new AnsiConsoleOutput(Console.Error),
        }));
    }

    /// <summary>A console that writes text and nothing else.</summary>
    public static IAnsiConsole Plain(TextWriter writer)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        console.Profile.Width = Unwrapped;
        console.Profile.Capabilities.Unicode = true;
        return console;
    }

    /// <summary>https://no-color.org: set to anything but the empty string means no colours.</summary>
    private static ColorSystemSupport Colours() =>
        string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors;
}
