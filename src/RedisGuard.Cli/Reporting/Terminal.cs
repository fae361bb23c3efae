using System.Text;
using Spectre.Console;

namespace RedisGuard.Cli.Reporting;

/// <summary>The console as the process finds it: colours and progress for a person, plain text for a pipe.</summary>
internal static class Terminal
{
    /// <summary>Lines stay whole: a pipe has no width, and a terminal wraps without breaking a link in two.</summary>
    private const int Unwrapped = 1_000_000;

    /// <summary>The characters of a line of the standard output, as far as a report should use them.</summary>
    public static int Width => Console.IsOutputRedirected ? SourceExcerpt.LongestLine : Math.Min(SourceExcerpt.LongestLine, Console.WindowWidth);

    /// <summary>The columns of the terminal; 80 where it doesn't say.</summary>
    public static int WindowWidth => Console.WindowWidth is > 0 and var width ? width : 80;

    /// <summary>The standard output as UTF-8 text, whatever the code page; no byte order mark, which would be the first character of the JSON.</summary>
    public static TextWriter Stream() => new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false)) { AutoFlush = true };

    /// <summary>The standard output.</summary>
    public static IAnsiConsole Output()
    {
        if (Console.IsOutputRedirected)
        {
            return Plain(Stream());
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings { ColorSystem = Colours() });
        console.Profile.Width = Unwrapped;
        return console;
    }

    /// <summary>The error stream.</summary>
    public static IAnsiConsole Error()
    {
        if (Console.IsErrorRedirected)
        {
            return Plain(Console.Error);
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings { ColorSystem = Colours(), Out = new AnsiConsoleOutput(Console.Error) });
        console.Profile.Width = Unwrapped;
        return console;
    }

    /// <summary>A spinner on the error stream, where it can't get between the findings; nothing when that is no terminal.</summary>
    public static IScanProgress Progress()
    {
        if (Console.IsErrorRedirected || Console.IsOutputRedirected)
        {
            return new NoProgress();
        }

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
