using System.Globalization;
using RedisGuard.Cli.Servers;
using RedisGuard.Cli.Servers.Clients;

namespace RedisGuard.Cli.Cleaning;

/// <summary>
/// Carries a plan out: one connection after the other, each looked at again before, slowly, and not on when the owners open
/// as many as are closed. The audit has a line for each target, however it ends.
/// </summary>
internal sealed class Cleaner(ICleaningServer server, CleanupSettings settings, Audit audit, TimeProvider clock)
{
    private const int Batch = 10;

    private readonly Dictionary<KillResult, int> _results = [];

    public async Task<CleaningOutcome> RunAsync(CleanupPlan plan, CancellationToken cancellation)
    {
        var before = await server.LookAsync(CancellationToken.None).ConfigureAwait(false);
        if (plan.RunId is not null && before.Facts?.RunId is { } run && run != plan.RunId)
        {
            return Stop(plan, 0, "the server restarted since the plan was made: its ids are others now");
        }

        var protection = new Protection(settings, before.OwnId);
        var newest = before.Clients!.Count == 0 ? 0 : before.Clients.Max(static row => row.Id);
        List<PlanTarget> closed = [];
        for (var index = 0; index < plan.Targets.Count; index++)
        {
            if (Interruption(cancellation) is { } reason)
            {
                return Stop(plan, index, reason);
            }

            // Never cancelled in its middle: what is done is in the audit.
            var (result, detail) = await CloseAsync(plan.Targets[index], protection).ConfigureAwait(false);
            Note(plan, plan.Targets[index], result, detail);
            if (result == KillResult.Refused)
            {
                return Stop(plan, index + 1, detail!);
            }

            if (result == KillResult.Closed)
            {
                closed.Add(plan.Targets[index]);
            }

            var isLast = index == plan.Targets.Count - 1;
            if (closed.Count >= Batch || (isLast && closed.Count > 0))
            {
                if (await ReturnedAsync(closed, newest, cancellation).ConfigureAwait(false) is { } returned)
                {
                    return Stop(plan, index + 1, returned);
                }

                closed.Clear();
            }

            if (!isLast && result == KillResult.Closed)
            {
                await WaitAsync(TimeSpan.FromSeconds(1 / settings.Rate), cancellation).ConfigureAwait(false);
            }
        }

        return new CleaningOutcome(_results, null);
    }

    private async Task<(KillResult Result, string? Detail)> CloseAsync(PlanTarget target, Protection protection)
    {
        try
        {
            if (await server.FindAsync(target.Id, CancellationToken.None).ConfigureAwait(false) is not { } row)
            {
                return (KillResult.Gone, null);
            }

            if (!target.Is(row))
            {
                return (KillResult.Changed, "it is another connection, or has another name");
            }

            if (protection.Of(row) is { } reason)
            {
                return (KillResult.Changed, $"protected: {reason}");
            }

            if (!new Selection(settings).Holds(row))
            {
                return (KillResult.Changed, "the rule doesn't hold any more");
            }

            return (await server.KillAsync(target.Id, CancellationToken.None).ConfigureAwait(false) ? KillResult.Closed : KillResult.Gone, null);
        }
        catch (ServerTroubleException e)
        {
            return (KillResult.Refused, e.Message);
        }
    }

    // StackExchange.Redis connects again within 0.1 s: closing more of the same is futile, and a load for everybody.
    private async Task<string?> ReturnedAsync(List<PlanTarget> closed, long newest, CancellationToken cancellation)
    {
        await WaitAsync(settings.ReturnTime, cancellation).ConfigureAwait(false);
        var look = await server.LookAsync(CancellationToken.None).ConfigureAwait(false);
        var owners = closed.Select(static target => (target.Host, target.Name)).ToHashSet();
        var returned = Math.Min(closed.Count, look.Clients!.Count(row => row.Id > newest && owners.Contains((row.Host, row.Name ?? string.Empty))));
        return returned * 2 >= closed.Count
            ? string.Create(CultureInfo.InvariantCulture, $"they come back: {returned} of {closed.Count}. Their owners run: find the leak there, with redisguard attach")
            : null;
    }

    private string? Interruption(CancellationToken cancellation) =>
        cancellation.IsCancellationRequested ? "interrupted"
        : settings.StopFile is { } file && File.Exists(file) ? $"the stop file {file} is there"
        : null;

    private CleaningOutcome Stop(CleanupPlan plan, int from, string reason)
    {
        for (var index = from; index < plan.Targets.Count; index++)
        {
            Note(plan, plan.Targets[index], KillResult.NotTried, reason);
        }

        return new CleaningOutcome(_results, reason);
    }

    private void Note(CleanupPlan plan, PlanTarget target, KillResult result, string? detail)
    {
        _results[result] = _results.GetValueOrDefault(result) + 1;
        audit.Write(new AuditLine(clock.GetUtcNow(), plan.Endpoint, plan.RunId, plan.Hash, plan.Rule, target, result, detail, Audit.Who));
    }

    private async Task WaitAsync(TimeSpan time, CancellationToken cancellation)
    {
        if (time > TimeSpan.Zero)
        {
            await Task.Delay(time, clock, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
