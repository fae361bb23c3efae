using System.Globalization;
using RedisGuard.Cli.Holders;
using RedisGuard.Cli.Monitoring.Formats;

namespace RedisGuard.Cli.Monitoring.Screen;

/// <summary>All that is known of one holder, and what to do about its verdict.</summary>
internal static class DetailsPage
{
    public static IReadOnlyList<string> Of(HolderStanding holder)
    {
        List<string> lines =
        [
            $" {holder.Holder}  ({holder.Kind})",
            $" {new Judgement(holder.Verdict, holder.Why)}",
            string.Empty,
            string.Create(CultureInfo.InvariantCulture, $"   connections     {HolderCells.Number(holder.Now)} now, {HolderCells.Number(holder.Born)} born, {HolderCells.Number(holder.Died)} died, {HolderCells.Number(holder.Survivors)} of the born live"),
            $"   idle            {(holder is { IdleMedian: { } median, IdleMax: { } most } ? $"half of them {TimeText.Short(median)} or less, {TimeText.Short(most)} at most" : "not told")}",
            $"   oldest          {(holder.OldestSeconds is { } age ? TimeText.Short(age) : "not told")}",
            $"   buffers         {(holder.Bytes is { } bytes ? HolderCells.Bytes(bytes) : "not told")}",
            $"   subscribers     {(holder.Subscribers is { } subscribers ? HolderCells.Number(subscribers) : "not told")}",
            string.Create(CultureInfo.InvariantCulture, $"   servers         {holder.Nodes}{(holder.Multiplexers is { } count ? $", about {count} multiplexers of StackExchange.Redis" : string.Empty)}"),
        ];
        Add(lines, "opened by", holder.Origins);
        Add(lines, "users", holder.Users);
        Add(lines, "libraries", holder.Libraries);
        Add(lines, "last commands", holder.Commands);
        if (Advice(holder.Verdict) is { } advice)
        {
            lines.AddRange([string.Empty, $" {advice}"]);
        }

        return lines;
    }

    private static void Add(List<string> lines, string title, IReadOnlyList<HolderShare> shares)
    {
        if (shares.Count > 0)
        {
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"   {title,-14}  {string.Join(", ", shares.Select(static share => $"{share.Value} ×{share.Count}"))}"));
        }
    }

    private static string? Advice(Verdict verdict) => verdict switch
    {
        Verdict.Leaking => "Find the line: redisguard attach, or redisguard run from its start. In the code: redisguard scan.",
        Verdict.Churning => "Open one connection and share it (rule RG1001): each opening costs both sides milliseconds.",
        Verdict.Orphaned => "Nobody will close them: redisguard cleanup --orphans. The server's tcp-keepalive finds them from now on: redisguard cleanup reset.",
        Verdict.Rehandshaking => "Look at what renews the credentials: each login blocks the connection for its time.",
        Verdict.Growing => "In use so far. Is the limit of its pool (MaxConnections) what this server can bear? redisguard budget tells.",
        _ => null,
    };
}
