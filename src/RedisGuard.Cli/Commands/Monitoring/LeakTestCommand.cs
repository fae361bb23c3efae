using System.CommandLine;
using RedisGuard.Cli.Holders;
using RedisGuard.Cli.LeakTest;
using RedisGuard.Cli.Servers.Deployments;

namespace RedisGuard.Cli.Commands.Monitoring;

/// <summary>The words of <c>redisguard monitor test</c>.</summary>
internal sealed class LeakTestCommand
{
    public const string Name = "test";

    private readonly ServerOptions _servers = ServerOptions.AsOption();
    private readonly Argument<string[]> _workload = new("workload") { Description = "The program and its arguments, after --.", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<Uri?> _url = TextOptions.Parsed<Uri>("--url", "Send requests to this address instead of starting a program.", "url", Url);
    private readonly Option<long?> _requests = TextOptions.Number("--requests", "How many requests a cycle sends to --url; 100 by default.", 1, 1_000_000);
    private readonly Option<long?> _cycles = TextOptions.Number("--cycles", "How often the workload runs, once to warm up; 5 by default, 2 for exact.", 1, 1000);
    private readonly Option<long?> _pairs = TextOptions.Number("--pairs", "Loads and rests of the blind method; 8 by default.", PermutationTest.FewestPairs, PermutationTest.MostPairs);
    private readonly Option<LeakMethod?> _method = WordOption.Of<LeakMethod>("--method", "How to tell a leak; auto, the default, takes the best that is available.");
    private readonly Option<Filter?> _attribute = TextOptions.Parsed<Filter>("--attribute", "Which connections are the tested program's, such as 'name=rg:shop:*', 'user=shop' or 'pid=4711'.", "conditions", Filter.Parse);
    private readonly Option<long?> _seed = TextOptions.Number("--seed", "Begins the random order of the blind method, to repeat it.", 0, int.MaxValue);

    public static Command Create() => new LeakTestCommand().Build();

    private Command Build()
    {
        var command = new Command(Name, "Runs a workload again and again, and says whether it leaves connections behind each time.");
        command.Arguments.Add(_workload);
        _servers.AddTo(command);
        foreach (var option in (Option[])[_url, _requests, _cycles, _pairs, _method, _attribute, _seed])
        {
            command.Options.Add(option);
        }

        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var program = parsed.GetValue(_workload) ?? [];
        var url = parsed.GetValue(_url);
        if ((program.Length > 0) == (url is not null))
        {
            throw new CannotRunException(url is null ? "no workload: give a program after --, or --url" : "--url and a program exclude each other");
        }

        if (url is null && parsed.GetValue(_requests) is not null)
        {
            throw new CannotRunException("--requests without --url: a program does what it does");
        }

        var method = parsed.GetValue(_method) ?? LeakMethod.Auto;
        if (method == LeakMethod.Exact && url is not null)
        {
            throw new CannotRunException("the exact method starts the program itself: give it after --, not --url");
        }

        if (method is LeakMethod.Exact || (method is LeakMethod.Auto && url is null && parsed.GetValue(_attribute) is null))
        {
            var exact = new ExactMethod(program, (int)(parsed.GetValue(_cycles) ?? 2));
            if (await exact.RunAsync(cancellation).ConfigureAwait(false) is { } finding)
            {
                return Tell(finding, exact.ExitCode);
            }

            if (method is LeakMethod.Exact)
            {
                throw new CannotRunException("the watch was not let in: the program isn't .NET, or was published trimmed or ahead of time; use --attribute");
            }
        }

        using var requests = url is null ? null : new UrlWorkload(url, (int)(parsed.GetValue(_requests) ?? 100));
        IWorkload workload = requests is null ? new CommandWorkload(program) : requests;
        return Tell(await OnTheServerAsync(parsed, method, url, workload, cancellation).ConfigureAwait(false), workload.ExitCode);
    }

    private async Task<LeakFinding> OnTheServerAsync(ParseResult parsed, LeakMethod method, Uri? url, IWorkload workload, CancellationToken cancellation)
    {
        var filter = parsed.GetValue(_attribute) ?? (url is not null && ListenerProcess.Of(url) is { } process ? Filter.Parse(FormattableString.Invariant($"pid={process}")) : null);
        if (method is LeakMethod.Attributed && filter is null)
        {
            throw new CannotRunException("the attributed method has to know which connections are the program's: give --attribute");
        }

        var deployment = new Deployment(_servers.Servers(parsed), discovers: true, "rg:cli:leak-test", TimeProvider.System);
        await using var closing = deployment.ConfigureAwait(false);
        if (filter is null || method is LeakMethod.Blind)
        {
            var seed = (int)(parsed.GetValue(_seed) ?? Random.Shared.Next());
            Console.WriteLine(FormattableString.Invariant($"seed {seed}"));
            return await new BlindMethod(new ClientWatch(deployment, Filter.None, TimeProvider.System), workload, (int)(parsed.GetValue(_pairs) ?? 8), new Random(seed), TimeProvider.System)
                .RunAsync(cancellation).ConfigureAwait(false);
        }

        return await new AttributedMethod(new ClientWatch(deployment, filter, TimeProvider.System), workload, (int)(parsed.GetValue(_cycles) ?? 5), filter.ToString())
            .RunAsync(cancellation).ConfigureAwait(false);
    }

    private static int Tell(LeakFinding finding, int workloadExitCode)
    {
        Console.WriteLine($"method {finding.Method}");
        foreach (var line in finding.Lines)
        {
            Console.WriteLine(line);
        }

        if (finding.Outcome == LeakOutcome.Inconclusive)
        {
            throw new CannotRunException($"inconclusive: {finding.Reason}");
        }

        Console.WriteLine($"{(finding.Outcome == LeakOutcome.Leak ? "LEAK" : "CLEAN")}  {finding.Reason}");
        return finding.Outcome == LeakOutcome.Leak ? ExitCodes.Findings : workloadExitCode;
    }

    private static Uri Url(string text) => Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is ("http" or "https")
        ? url
        : throw new FormatException($"'{text}': expected an address such as http://localhost:5000/checkout");
}
