using System.Globalization;
using RedisGuard.Cli.Holders;
using RedisGuard.Cli.Servers.Clients;

namespace RedisGuard.Cli.LeakTest;

/// <summary>Runs the workload in cycles and looks which of the connections opened in each live on at the end.</summary>
internal sealed class AttributedMethod(ClientWatch watch, IWorkload workload, int cycles, string attribution)
{
    public async Task<LeakFinding> RunAsync(CancellationToken cancellation)
    {
        var method = $"attributed ({attribution})";
        List<IReadOnlyDictionary<(string Server, long Id), ClientRow>> looks = [await watch.SettleAsync(cancellation).ConfigureAwait(false)];
        for (var cycle = 0; cycle < cycles; cycle++)
        {
            if (await workload.RunAsync(cancellation).ConfigureAwait(false) is { } failure)
            {
                return new LeakFinding(method, LeakOutcome.Inconclusive, [], failure);
            }

            looks.Add(await watch.SettleAsync(cancellation).ConfigureAwait(false));
            if (watch.IsRestarted)
            {
                return new LeakFinding(method, LeakOutcome.Inconclusive, [], "a server restarted meanwhile");
            }
        }

        var tallies = Tallies(looks);
        var (outcome, reason) = CycleVerdict.Of(tallies);
        return new LeakFinding(method, outcome, Lines(tallies, outcome == LeakOutcome.Leak ? LeftBehind(looks) : []), reason);
    }

    private static List<CycleTally> Tallies(List<IReadOnlyDictionary<(string Server, long Id), ClientRow>> looks)
    {
        var last = looks[^1];
        List<CycleTally> tallies = [];
        for (var cycle = 1; cycle < looks.Count; cycle++)
        {
            var (before, after) = (looks[cycle - 1], looks[cycle]);
            var born = after.Keys.Where(key => !before.ContainsKey(key)).ToList();
            tallies.Add(new CycleTally(born.Count, born.Count(last.ContainsKey), before.Keys.Count(key => !after.ContainsKey(key))));
        }

        return tallies;
    }

    private static IReadOnlyList<HolderShare> LeftBehind(List<IReadOnlyDictionary<(string Server, long Id), ClientRow>> looks) =>
    [
        .. looks[^1].Where(client => !looks[1].ContainsKey(client.Key)).Select(static client => HolderKey.Of(client.Value, Grouping.Holder))
            .GroupBy(static key => key).Select(static group => new HolderShare($"{group.Key.Holder}  {group.Key.Kind}", group.Count()))
            .OrderByDescending(static share => share.Count).Take(10),
    ];

    private static List<string> Lines(List<CycleTally> tallies, IReadOnlyList<HolderShare> left)
    {
        List<string> lines = [" cycle  opened  live on  ended"];
        for (var cycle = 0; cycle < tallies.Count; cycle++)
        {
            lines.Add(string.Create(CultureInfo.InvariantCulture, $" {cycle + 1,5}  {tallies[cycle].Born,6}  {tallies[cycle].Living,7}  {tallies[cycle].Replaced,5}{(cycle == 0 ? "  warm-up" : string.Empty)}"));
        }

        lines.AddRange(left.Select(static share => string.Create(CultureInfo.InvariantCulture, $" {share.Count,5}  {share.Value}")));
        return lines;
    }
}
