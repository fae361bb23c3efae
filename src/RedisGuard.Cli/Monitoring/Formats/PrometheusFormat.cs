using System.Globalization;
using RedisGuard.Cli.Holders;
using RedisGuard.Cli.Servers;

namespace RedisGuard.Cli.Monitoring.Formats;

/// <summary>
/// The text format of Prometheus, for a file that its node exporter collects. Never a series per connection: labels by
/// connection have brought servers down (redis_exporter #950). Holders beyond the fiftieth are one series.
/// </summary>
internal sealed class PrometheusFormat : ISnapshotFormat
{
    public const int MostHolders = 50;

    public bool Replaces => true;

    public void Write(MonitorSnapshot snapshot, TextWriter output)
    {
        Family(output, "redisguard_up", "Whether the server answers.");
        foreach (var server in snapshot.Servers)
        {
            Sample(output, "redisguard_up", $"server=\"{Label(server.Endpoint)}\"", server.State == ServerState.Up ? 1 : 0);
        }

        Servers(output, snapshot, "redisguard_connected_clients", "Clients, without the monitor.", static server => server.Clients);
        Servers(output, snapshot, "redisguard_max_clients", "The server's maxclients.", static server => server.MaxClients);
        Servers(output, snapshot, "redisguard_rejected_connections_total", "Connections turned away since the server's start.", static server => server.Rejected, "counter");
        if (snapshot.IdleLongerThan(TimeSpan.FromSeconds(600)) is { } idle)
        {
            Family(output, "redisguard_idle_clients", "Clients idle for longer than so many seconds.");
            Sample(output, "redisguard_idle_clients", "threshold=\"600\"", idle);
        }

        var shown = snapshot.Holders.OrderByDescending(static holder => holder.Now).Take(MostHolders).ToList();
        Holders(output, shown, "redisguard_clients", "Clients by holder.", "gauge", static holder => holder.Now);
        if (snapshot.Holders.Count > MostHolders)
        {
            Sample(output, "redisguard_clients", "holder=\"other\",kind=\"\"", snapshot.Holders.Sum(static holder => holder.Now) - shown.Sum(static holder => holder.Now));
        }

        Holders(output, shown, "redisguard_clients_born_total", "Clients opened while the monitor looked.", "counter", static holder => holder.Born);
        Holders(output, shown, "redisguard_clients_died_total", "Clients closed while the monitor looked.", "counter", static holder => holder.Died);
        Family(output, "redisguard_verdict", "1 for the verdict that a holder has.");
        foreach (var holder in shown)
        {
            Sample(output, "redisguard_verdict", $"{Labels(holder)},verdict=\"{Judgement.Word(holder.Verdict)}\"", 1);
        }
    }

    private static void Servers(TextWriter output, MonitorSnapshot snapshot, string name, string help, Func<ServerStanding, long?> value, string type = "gauge")
    {
        var told = snapshot.Servers.Where(server => value(server) is not null).ToList();
        if (told.Count == 0)
        {
            return;
        }

        Family(output, name, help, type);
        foreach (var server in told)
        {
            Sample(output, name, $"server=\"{Label(server.Endpoint)}\"", value(server)!.Value);
        }
    }

    private static void Holders(TextWriter output, List<HolderStanding> holders, string name, string help, string type, Func<HolderStanding, long> value)
    {
        Family(output, name, help, type);
        foreach (var holder in holders)
        {
            Sample(output, name, Labels(holder), value(holder));
        }
    }

    private static void Family(TextWriter output, string name, string help, string type = "gauge") =>
        output.Write($"# HELP {name} {help}\n# TYPE {name} {type}\n");

    private static void Sample(TextWriter output, string name, string labels, long value) =>
        output.Write(string.Create(CultureInfo.InvariantCulture, $"{name}{{{labels}}} {value}\n"));

    private static string Labels(HolderStanding holder) => $"holder=\"{Label(holder.Holder)}\",kind=\"{Label(holder.Kind)}\"";

    private static string Label(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
