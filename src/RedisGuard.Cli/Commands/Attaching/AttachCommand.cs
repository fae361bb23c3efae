using System.CommandLine;
using RedisGuard.Cli.Attaching;
using RedisGuard.Cli.Commands.Monitoring;
using RedisGuard.Cli.Commands.Running;
using RedisGuard.Cli.Watching;

namespace RedisGuard.Cli.Commands.Attaching;

/// <summary>The words of <c>redisguard attach</c>.</summary>
internal static class AttachCommand
{
    public static Command Create()
    {
        var target = new Argument<string?>("process")
        {
            Description = "The number of a process, or the name of its program; without it, the processes that have StackExchange.Redis loaded are listed.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var once = new Option<bool>("--once") { Description = "One look: the default." };
        var watch = new Option<bool>("--watch") { Description = "Look until told to end, or until the process ends." };
        var interval = TextOptions.Time("--interval", "Between two looks of --watch; 2s by default.", TimeSpan.FromMilliseconds(500), TimeSpan.FromHours(1));
        var inject = WordOption.Of<InjectMode>("--inject", "Whether the watch may be loaded into a process that has none. By default a terminal is asked, and a pipe told no.");
        var collect = new Option<bool>("--gc") { Description = "Force a collection in the process before the first look: tells lost connections from held ones, stops the process for a moment." };
        var format = WordOption.Of<OutputFormat>("--format", "The form of the output; text by default.");
        var failOn = new Option<RunFailure[]>("--fail-on")
        {
            Description = "What makes the exit code 1: none, leak (the default), churn, several; separate with commas.",
            HelpName = "what",
            DefaultValueFactory = _ => [RunFailure.Leak],
            CustomParser = static result => CommaSeparated.Parse<RunFailure>(result),
        };

        var command = new Command("attach", "Shows the connections of a running program, with the lines that opened them.")
        {
            target, once, watch, interval, inject, collect, format, failOn,
        };
        command.SetAction((parsed, cancellation) =>
        {
            if (parsed.GetValue(once) && parsed.GetValue(watch))
            {
                throw new CannotRunException("--once and --watch exclude each other");
            }

            var settings = new AttachSettings
            {
                Target = parsed.GetValue(target),
                Watches = parsed.GetValue(watch),
                Inject = parsed.GetValue(inject) ?? InjectMode.Ask,
                Collects = parsed.GetValue(collect),
                Format = parsed.GetValue(format) ?? OutputFormat.Text,
                FailOn = parsed.GetValue(failOn) ?? [],
            };
            if (settings.Target is null && settings.Watches)
            {
                throw new CannotRunException("--watch needs a process: give its number or the name of its program");
            }

            return AttachHandler.RunAsync(parsed.GetValue(interval) is { } time ? settings with { Interval = time } : settings, cancellation);
        });
        return command;
    }
}
