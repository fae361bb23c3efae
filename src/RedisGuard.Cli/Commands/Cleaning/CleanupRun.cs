using System.Globalization;
using RedisGuard.Cli.Cleaning;
using RedisGuard.Cli.Holders;
using RedisGuard.Cli.Servers;
using RedisGuard.Cli.Servers.Clients;

namespace RedisGuard.Cli.Commands.Cleaning;

/// <summary>One run of <c>redisguard cleanup</c>: plan, show, ask, close, tell.</summary>
internal sealed class CleanupRun(CleanupSettings settings, Confirmation confirmation, TextWriter output, TimeProvider clock)
{
    public string? PlanOutput { get; init; }

    public string? AuditFile { get; init; }

    /// <summary>Plans for each server and carries out what somebody agrees to.</summary>
    public async Task<int> RunAsync(IReadOnlyList<ServerAddress> addresses, CancellationToken cancellation)
    {
        List<CleanupPlan> plans = [];
        foreach (var address in addresses)
        {
            var server = await CleaningServer.OpenAsync(address, clock, cancellation).ConfigureAwait(false);
            await using var closing = server.ConfigureAwait(false);
            var look = await server.LookAsync(cancellation).ConfigureAwait(false);
            CheckTold(look);
            plans.Add(PlanBuilder.Of(look, settings));
        }

        foreach (var plan in plans)
        {
            Show(plan);
        }

        if (PlanOutput is { } file)
        {
            PlanFile.Write(file, plans);
            output.WriteLine($" apply: redisguard cleanup --apply {file}");
            return ExitCodes.Clean;
        }

        return await CarryOutAsync(plans, addresses, cancellation).ConfigureAwait(false);
    }

    /// <summary>Carries out plans that were written before, on the servers that they name.</summary>
    public async Task<int> ApplyAsync(IReadOnlyList<CleanupPlan> plans, IReadOnlyList<ServerAddress> addresses, bool isGiven, CancellationToken cancellation)
    {
        // The plan has no password: the way in is the command's, the server the plan's.
        var ways = plans.Select(plan => addresses.FirstOrDefault(address => address.ToString() == plan.Endpoint) ?? (isGiven ? null : At(addresses[0], plan.Endpoint))).ToList();
        if (ways.IndexOf(null) is >= 0 and var missing)
        {
            throw new CannotRunException($"the plan is for {PlainText.Of(plans[missing].Endpoint)}, which is none of the named servers");
        }

        foreach (var plan in plans)
        {
            Show(plan);
        }

        return await CarryOutAsync(plans, ways!, cancellation).ConfigureAwait(false);
    }

    /// <summary>Shows what the conditions select of a saved list.</summary>
    public int TestMatching(string file)
    {
        var look = new ServerLook(file, clock.GetUtcNow(), ServerState.Up) { Clients = ClientListParser.Parse(File.ReadAllText(file)) };
        if (look.Clients.Count == 0)
        {
            throw new CannotRunException($"{file} has no client in it: expected the output of CLIENT LIST");
        }

        CheckTold(look);
        Show(PlanBuilder.Of(look, settings));
        return ExitCodes.Clean;
    }

    private async Task<int> CarryOutAsync(IReadOnlyList<CleanupPlan> plans, IReadOnlyList<ServerAddress> addresses, CancellationToken cancellation)
    {
        var isWhole = true;
        using var audit = new Audit(AuditFile);
        for (var index = 0; index < plans.Count; index++)
        {
            var plan = plans[index];
            if (plan.Targets.Count == 0)
            {
                continue;
            }

            if (!IsAgreed(plan))
            {
                output.WriteLine(" dry run: nothing was closed; --yes closes them, --plan FILE writes the plan down");
                continue;
            }

            SizeGuard.Check(plan, settings.Max);
            var server = await CleaningServer.OpenAsync(addresses[index], clock, cancellation).ConfigureAwait(false);
            await using var closing = server.ConfigureAwait(false);
            await server.CheckRightsAsync(cancellation).ConfigureAwait(false);
            var outcome = await new Cleaner(server, SettingsOf(plan), audit, clock).RunAsync(plan, cancellation).ConfigureAwait(false);
            Tell(plan, outcome);
            isWhole &= outcome.Stopped is null;
        }

        return isWhole ? ExitCodes.Clean : ExitCodes.Findings;
    }

    private bool IsAgreed(CleanupPlan plan) => plan.Verb == CleanupVerb.Force
        ? confirmation.Of("These may be in use.", plan.Endpoint)
        : confirmation.Of($"Close {plan.Targets.Count} connections?", "y");

    // A plan brings its conditions along: whatever this command says, they must hold too.
    private CleanupSettings SettingsOf(CleanupPlan plan)
    {
        try
        {
            return settings with
            {
                Verb = plan.Verb,
                Filter = Filter.Parse(plan.Conditions).And(settings.Filter),
                Idle = plan.IdleSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
                IncludeMonitors = settings.IncludeMonitors || plan.IncludesMonitors,
            };
        }
        catch (FormatException e)
        {
            throw new CannotRunException($"the plan's conditions can't be read: {e.Message}", e);
        }
    }

    private void CheckTold(ServerLook look)
    {
        if (settings.Idle is not null && look.Clients!.Count > 0 && look.Clients.All(static row => row.IdleSeconds is null))
        {
            throw new CannotRunException($"{look.Endpoint} doesn't tell idle times: what is idle there nobody can know, and nothing was closed");
        }
    }

    private void Show(CleanupPlan plan)
    {
        foreach (var line in PlanText.Of(plan))
        {
            output.WriteLine(line);
        }
    }

    private void Tell(CleanupPlan plan, CleaningOutcome outcome)
    {
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"DONE  {plan.Endpoint}  closed {outcome.Of(KillResult.Closed)}, gone before {outcome.Of(KillResult.Gone)}, changed and spared {outcome.Of(KillResult.Changed)}, not tried {outcome.Of(KillResult.NotTried)}  plan {plan.Hash}"));
        if (outcome.Stopped is { } reason)
        {
            output.WriteLine($" stopped: {reason}");
        }
    }

    private static ServerAddress At(ServerAddress way, string endpoint)
    {
        var named = AddressParser.Parse(endpoint)[0];
        return way.At(named.Host, named.Port);
    }
}
