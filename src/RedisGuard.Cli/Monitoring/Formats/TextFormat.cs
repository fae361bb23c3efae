namespace RedisGuard.Cli.Monitoring.Formats;

/// <summary>A snapshot for a person to read.</summary>
internal sealed class TextFormat(int width) : ISnapshotFormat
{
    private const int MostHolders = 100;

    public bool Replaces => false;

    public void Write(MonitorSnapshot snapshot, TextWriter output)
    {
        foreach (var server in snapshot.Servers)
        {
            output.WriteLine(ServerLines.Of(server));
        }

        var shown = snapshot.Holders.Where(static holder => holder.Now > 0 || holder.Died > 0).Take(MostHolders).ToList();
        if (shown.Count > 0)
        {
            var table = new TableLayout(HolderCells.Columns(snapshot.Servers.Count > 1), shown, width - 1);
            output.WriteLine($" {table.Heading()}");
            foreach (var holder in shown)
            {
                output.WriteLine($" {table.Row(holder)}");
            }
        }

        var hidden = snapshot.Holders.Count(static holder => holder.Now > 0 || holder.Died > 0) - shown.Count;
        if (hidden > 0)
        {
            output.WriteLine($" … and {HolderCells.Number(hidden)} more holders");
        }

        foreach (var note in ServerLines.Notes(snapshot))
        {
            output.WriteLine($" {note}");
        }
    }
}
