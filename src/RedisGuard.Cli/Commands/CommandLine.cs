using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using RedisGuard.Cli.Commands.Attaching;
using RedisGuard.Cli.Commands.Cleaning;
using RedisGuard.Cli.Commands.Fleets;
using RedisGuard.Cli.Commands.Monitoring;
using RedisGuard.Cli.Commands.Reports;
using RedisGuard.Cli.Commands.Running;

namespace RedisGuard.Cli.Commands;

/// <summary>The root command, and the rule that whatever keeps a command from running is one line and exit code 2.</summary>
internal static class CommandLine
{
    // Not a RootCommand: that one is called what the file is called, which in a development build isn't what is typed.
    public static Command Create() => new("redisguard", "Finds StackExchange.Redis connection leaks.")
    {
        new HelpOption(),
        new VersionOption(),
        ScanCommand.Create(),
        RunCommand.Create(),
        AttachCommand.Create(),
        ReportCommand.Create(),
        MonitorCommand.Create(),
        CleanupCommand.Create(),
        FleetCommand.Create(),
        BudgetCommand.Create(),
    };

    public static async Task<int> RunAsync(IReadOnlyList<string> args)
    {
        var root = Create();
        var parsed = root.Parse(args.Count == 0 ? ["--help"] : args);
        if (parsed.Errors is [var first, ..])
        {
            return await CannotRunAsync(NoCommand(root, args) ?? first.Message).ConfigureAwait(false);
        }

        try
        {
            var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false };
            // A program that runs under the tool gets the signals, and may take its time.
            if (parsed.CommandResult.Command.Name is RunCommand.Name or LeakTestCommand.Name)
            {
                configuration.ProcessTerminationTimeout = null;
            }

            return await parsed.InvokeAsync(configuration).ConfigureAwait(false);
        }
        catch (CannotRunException e)
        {
            return await CannotRunAsync(e.Message).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await CannotRunAsync("cancelled").ConfigureAwait(false);
            return ExitCodes.Cancelled;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return await CannotRunAsync(e.Message).ConfigureAwait(false);
        }
    }

    // What was meant to be a command.
    private static string? NoCommand(Command root, IReadOnlyList<string> args)
    {
        if (args is not [{ Length: > 0 } typed, ..] || typed[0] == '-' || root.Subcommands.Any(command => command.Name == typed))
        {
            return null;
        }

        var meant = NearestWord.To(typed, root.Subcommands.Select(static command => command.Name));
        return meant is null
            ? $"'{typed}' is no command: there are {string.Join(", ", root.Subcommands.Select(static command => command.Name))}"
            : $"'{typed}' is no command: did you mean '{meant}'?";
    }

    private static async Task<int> CannotRunAsync(string reason)
    {
        var oneLine = string.Join(' ', reason.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        await Console.Error.WriteLineAsync($"redisguard: {oneLine}").ConfigureAwait(false);
        return ExitCodes.CannotRun;
    }
}
