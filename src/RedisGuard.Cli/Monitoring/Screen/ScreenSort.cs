using RedisGuard.Cli.Holders;

namespace RedisGuard.Cli.Monitoring.Screen;

/// <summary>The orders of the table; the worst verdict first is the one to begin with.</summary>
internal sealed record ScreenSort(string Name, Func<IEnumerable<HolderStanding>, IOrderedEnumerable<HolderStanding>> Order)
{
    public static IReadOnlyList<ScreenSort> All { get; } =
    [
        new("verdict", static holders => holders.OrderByDescending(static holder => holder.Verdict).ThenByDescending(static holder => holder.Now)),
        new("now", static holders => holders.OrderByDescending(static holder => holder.Now)),
        new("growth", static holders => holders.OrderByDescending(static holder => holder.Growth)),
        new("born", static holders => holders.OrderByDescending(static holder => holder.Born)),
        new("died", static holders => holders.OrderByDescending(static holder => holder.Died)),
        new("idle", static holders => holders.OrderByDescending(static holder => holder.IdleMax ?? -1)),
        new("buffers", static holders => holders.OrderByDescending(static holder => holder.Bytes ?? -1)),
        new("holder", static holders => holders.OrderBy(static holder => holder.Holder, StringComparer.Ordinal)),
    ];
}
