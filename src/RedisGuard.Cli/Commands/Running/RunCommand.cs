using System.CommandLine;
using RedisGuard.Cli.Reporting;
using RedisGuard.Cli.Watching;

namespace RedisGuard.Cli.Commands.Running;

/// <summary>The words of <c>redisguard run</c>.</summary>
internal static class RunCommand
{
    public const string Name = "run";

    public static Command Create()
    {
        var program = new Argument<string[]>("program")
        {
            Description = "The program and its arguments, after --.",
            Arity = ArgumentArity.OneOrMore,
        };
        var format = WordOption.Of<OutputFormat>("--format", "The form of the report; text by default.");
        var output = new Option<string?>("--output") { Description = "Write the report to this file instead of the error stream.", HelpName = "file" };
        var leaks = new Option<string?>("--report") { Description = "Add what leaked to this redisguard.leaks.json, which the analyzers read.", HelpName = "file" };
        var failOn = new Option<RunFailure[]>("--fail-on")
        {
            Description = "What makes the exit code 1 when the program itself succeeds: none, leak, churn, several; separate with commas.",
            HelpName = "what",
            DefaultValueFactory = _ => [RunFailure.Leak],
            CustomParser = static result => CommaSeparated.Parse<RunFailure>(result),
        };
        var nameSites = new Option<bool>("--name-sites") { Description = "Connections without a name get one that tells the server's CLIENT LIST their line." };
        var collect = new Option<double?>("--gc") { Description = "Force a collection every so many seconds: finds leaks sooner, slows the program.", HelpName = "seconds" };
        var verbose = new Option<bool>("--verbose") { Description = "Also list what is right, and who closed it." };

        var command = new Command(Name, "Runs a program, unchanged, and says which of its lines leak connections.")
        {
            program, format, output, leaks, failOn, nameSites, collect, verbose,
        };
        command.SetAction((parsed, cancellation) =>
        {
            var settings = new RunSettings
            {
                Run = new WatchedRun
                {
                    Command = parsed.GetRequiredValue(program),
                    NameSites = parsed.GetValue(nameSites),
                    CollectEvery = parsed.GetValue(collect) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
                },
                Format = parsed.GetValue(format) ?? OutputFormat.Text,
                OutputFile = parsed.GetValue(output),
                LeakFile = parsed.GetValue(leaks),
                FailOn = parsed.GetValue(failOn) ?? [],
                Verbose = parsed.GetValue(verbose),
            };
            return new RunHandler(Console.Error, !Console.IsErrorRedirected).RunAsync(settings, cancellation);
        });
        return command;
    }
}
