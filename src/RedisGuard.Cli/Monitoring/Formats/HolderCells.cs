using System.Globalization;
using RedisGuard.Cli.Holders;

namespace RedisGuard.Cli.Monitoring.Formats;

/// <summary>The columns of the table of holders, and how their values are written.</summary>
internal static class HolderCells
{
    private const string NotTold = "–";
    private const string Blocks = "▁▂▃▄▅▆▇█";

    /// <param name="hasNodes">Whether there is more than one server.</param>
    public static IReadOnlyList<Column> Columns(bool hasNodes) =>
    [
        new("HOLDER", false, 0, static holder => holder.Holder) { Least = 28 },
        new("KIND", false, 3, static holder => holder.Kind),
        new("NOW", true, 0, static holder => Number(holder.Now)),
        new("BORN", true, 1, static holder => Number(holder.Born)),
        new("DIED", true, 1, static holder => Number(holder.Died)),
        new("5 MIN", false, 2, Trend),
        new("IDLE p50/max", false, 4, Idle),
        new("BUFFERS", true, 5, static holder => holder.Bytes is { } bytes ? Bytes(bytes) : NotTold),
        .. hasNodes
            ? (Column[])[new("NODES", true, 4, static holder => holder.Multiplexers is { } count && holder.Nodes > 1 ? $"{holder.Nodes} ≈{Number(count)} mux" : Number(holder.Nodes))]
            : [],
        new("VERDICT", false, 0, static holder => new Judgement(holder.Verdict, holder.Why).ToString()) { Least = 32 },
    ];

    /// <summary>Thousands apart, as in 10 000.</summary>
    public static string Number(long number) => number.ToString("#,0", CultureInfo.InvariantCulture).Replace(',', ' ');

    public static string Bytes(long bytes) => bytes switch
    {
        < 1024 => string.Create(CultureInfo.InvariantCulture, $"{bytes} B"),
        < 1024 * 1024 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:0} KiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:0.0} MiB"),
    };

    private static string Idle(HolderStanding holder) =>
        holder is { IdleMedian: { } median, IdleMax: { } most } ? $"{TimeText.Short(median)} / {TimeText.Short(most)}" : NotTold;

    private static string Trend(HolderStanding holder)
    {
        var growth = holder.Growth == 0 ? "0" : holder.Growth.ToString("+0;-0", CultureInfo.InvariantCulture);
        return $"{Sparkline(holder.Counts)} {growth}";
    }

    // Against the least and the greatest of the window: what matters is the way it goes.
    private static string Sparkline(IReadOnlyList<int> counts)
    {
        var least = counts.Min();
        var most = counts.Max();
        return string.Create(counts.Count, counts, (line, values) =>
        {
            for (var index = 0; index < line.Length; index++)
            {
                line[index] = most == least ? Blocks[0] : Blocks[(values[index] - least) * (Blocks.Length - 1) / (most - least)];
            }
        });
    }
}
