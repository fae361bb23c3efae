using System.Globalization;
using RedisGuard.Cli.Holders;
using RedisGuard.Cli.Monitoring.Formats;
using RedisGuard.Cli.Servers;

namespace RedisGuard.Cli.Monitoring.Screen;

/// <summary>Lays the state out in the lines of a terminal: exactly as many as it has, none longer than it is wide.</summary>
internal static class ScreenFrame
{
    private const int MostServers = 4;

    public static IReadOnlyList<ScreenLine> Of(ScreenState state, int width, int height)
    {
        List<ScreenLine> lines = [];
        if (state.Snapshot is not { } snapshot)
        {
            lines.Add(new("looking …", ScreenStyle.Dim));
        }
        else if (state.PageShown == ScreenPage.Help)
        {
            lines.AddRange(HelpPage.Lines.Select(static text => new ScreenLine(text, ScreenStyle.Plain)));
        }
        else
        {
            Add(lines, state, snapshot, width, height);
        }

        var body = Math.Max(0, height - 1);
        while (lines.Count < body)
        {
            lines.Add(new(string.Empty, ScreenStyle.Plain));
        }

        return [.. lines.Take(body).Append(Footer(state)).Select(line => line with { Text = TableLayout.Cut(line.Text, width) })];
    }

    private static void Add(List<ScreenLine> lines, ScreenState state, MonitorSnapshot snapshot, int width, int height)
    {
        foreach (var server in snapshot.Servers.Take(MostServers))
        {
            lines.Add(new(ServerLines.Of(server), server.State == ServerState.Up ? ScreenStyle.Plain : ScreenStyle.Alarm));
        }

        if (snapshot.Servers.Count > MostServers)
        {
            lines.Add(new(Rest(snapshot.Servers.Skip(MostServers).ToList()), ScreenStyle.Dim));
        }

        lines.Add(new(string.Empty, ScreenStyle.Plain));
        var rows = state.Rows();
        var selected = state.Selected(rows);
        if (state.PageShown == ScreenPage.Details && rows.Count > 0)
        {
            lines.AddRange(DetailsPage.Of(rows[selected]).Select(static text => new ScreenLine(text, ScreenStyle.Plain)));
            return;
        }

        var notes = ServerLines.Notes(snapshot);
        Add(lines, state, rows, selected, snapshot.Servers.Count > 1, width, Math.Max(1, height - lines.Count - notes.Count - 3));
        lines.Add(new(string.Empty, ScreenStyle.Plain));
        lines.AddRange(notes.Select(static note => new ScreenLine($" {note}", ScreenStyle.Dim)));
    }

    private static void Add(List<ScreenLine> lines, ScreenState state, IReadOnlyList<HolderStanding> rows, int selected, bool hasNodes, int width, int room)
    {
        if (rows.Count == 0)
        {
            lines.Add(new(state.Filter.Length > 0 ? $" no holder has '{state.Filter}' in it: esc shows all" : " no clients", ScreenStyle.Dim));
            return;
        }

        // The selected row stays in sight.
        var first = Math.Clamp(selected - (room / 2), 0, Math.Max(0, rows.Count - room));
        var shown = rows.Skip(first).Take(room).ToList();
        var table = new TableLayout(HolderCells.Columns(hasNodes), shown, width - 1);
        lines.Add(new($" {table.Heading()}", ScreenStyle.Heading));
        for (var index = 0; index < shown.Count; index++)
        {
            lines.Add(new($" {table.Row(shown[index])}", first + index == selected ? ScreenStyle.Selected : Style(shown[index].Verdict)));
        }
    }

    private static string Rest(List<ServerStanding> servers) => string.Create(
        CultureInfo.InvariantCulture, $"… and {servers.Count} more servers, {servers.Count(static server => server.State == ServerState.Up)} of them up");

    private static ScreenStyle Style(Verdict verdict) => verdict switch
    {
        Verdict.Leaking or Verdict.Churning => ScreenStyle.Alarm,
        Verdict.Orphaned or Verdict.Rehandshaking or Verdict.Growing => ScreenStyle.Warning,
        Verdict.Watching => ScreenStyle.Dim,
        _ => ScreenStyle.Plain,
    };

    private static ScreenLine Footer(ScreenState state)
    {
        if (state.IsTyping)
        {
            return new($"filter: {state.Filter}_   enter keeps it, esc shows all", ScreenStyle.Heading);
        }

        var filter = state.Filter.Length > 0 ? $"[{state.Filter}]" : "filter";
        return new(
            $"{(state.IsFrozen ? "FROZEN  " : string.Empty)}q quit  ? help  ↑↓ enter details  s sort:{state.Sort.Name}{(state.IsReversed ? " reversed" : string.Empty)}  / {filter}  f {(state.IsFrozen ? "go on" : "freeze")}",
            state.IsFrozen ? ScreenStyle.Warning : ScreenStyle.Heading);
    }
}
