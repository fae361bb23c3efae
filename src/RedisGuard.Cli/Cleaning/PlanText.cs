using System.Globalization;
using RedisGuard.Cli.Holders;
using RedisGuard.Cli.Monitoring.Formats;
using RedisGuard.Cli.Servers;

namespace RedisGuard.Cli.Cleaning;

/// <summary>A plan in words: what would be closed, what stays, and which owners will connect again.</summary>
internal static class PlanText
{
    private const int MostHolders = 20;
    private const int MostNamed = 6;

    public static IEnumerable<string> Of(CleanupPlan plan)
    {
        var of = plan.MaxClients is { } most ? $" of {HolderCells.Number(most)}" : string.Empty;
        yield return $"PLAN  {plan.Endpoint}  ({plan.Server ?? "server not told"}, {HolderCells.Number(plan.Clients)} clients{of})  rule: {PlainText.Of(plan.Rule)}";
        yield return plan.Targets.Count == 0 ? " nothing to close" : $" would close {HolderCells.Number(plan.Targets.Count)}";
        var holders = plan.Targets.GroupBy(static target => target.Holder, StringComparer.Ordinal).OrderByDescending(static group => group.Count()).ToList();
        foreach (var holder in holders.Take(MostHolders))
        {
            yield return $"   {HolderCells.Number(holder.Count()),6}  {PlainText.Of(holder.Key)}{Idle(holder)}";
        }

        if (holders.Count > MostHolders)
        {
            yield return $"   … and {HolderCells.Number(holders.Count - MostHolders)} more holders";
        }

        if (plan.Kept.Count > 0)
        {
            yield return $" would keep {HolderCells.Number(plan.Kept.Values.Sum())}: {string.Join(", ", plan.Kept.OrderBy(static reason => reason.Key, StringComparer.Ordinal).Select(static reason => string.Create(CultureInfo.InvariantCulture, $"{reason.Key} {reason.Value}")))}";
        }

        foreach (var note in Owners(plan))
        {
            yield return note;
        }
    }

    private static IEnumerable<string> Owners(CleanupPlan plan)
    {
        var processes = plan.Targets.Select(static target => target.ProcessId).OfType<int>().Distinct().Order().ToList();
        if (processes.Count > 0)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $" note: owners that run: pid {Some(processes.Select(static id => id.ToString(CultureInfo.InvariantCulture)).ToList())}. StackExchange.Redis connects again in less than 0.1 s. Find the leak instead: redisguard attach {processes[0]}");
        }

        if (plan.LivingOwners.Count > 0)
        {
            yield return $" note: owners with other connections in use: {Some(plan.LivingOwners)}. They connect again: find the leak there, with redisguard attach";
        }
    }

    private static string Some(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(MostNamed)) + (names.Count > MostNamed ? $" and {names.Count - MostNamed} more" : string.Empty);

    private static string Idle(IEnumerable<PlanTarget> targets)
    {
        var idle = targets.Select(static target => target.IdleSeconds).OfType<long>().ToList();
        return idle.Count == 0 ? string.Empty
            : idle.Min() == idle.Max() ? $"   idle {TimeText.Short(idle[0])}"
            : $"   idle {TimeText.Short(idle.Min())} – {TimeText.Short(idle.Max())}";
    }
}
