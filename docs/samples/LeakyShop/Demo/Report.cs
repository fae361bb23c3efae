using Spectre.Console;

namespace LeakyShop.Demo;

/// <summary>Both runs side by side: colours and bars on a terminal, the same as plain text in a pipe.</summary>
internal static class Report
{
    private const int LongestBar = 24;

    public static void Print(Run leaky, Run cured)
    {
        var most = Math.Max(1, leaky.Readings.Concat(cured.Readings).Max(r => r.Open));
        var table = new Table { Border = TableBorder.Minimal, Title = new TableTitle("Connections at the server") };
        table.AddColumn(new TableColumn("second").RightAligned());
        table.AddColumn("leaky");
        table.AddColumn("cured");
        for (var second = 0; second < leaky.Readings.Count; second++)
        {
            table.AddRow(new Text($"{second + 1}"), Bar(leaky.Readings[second].Open, most, Color.Red), Bar(cured.Readings[second].Open, most, Color.Green));
        }

        AnsiConsole.Write(table);

        var totals = new Table { Border = TableBorder.Minimal };
        totals.AddColumn(string.Empty);
        totals.AddColumn(new TableColumn("leaky").RightAligned());
        totals.AddColumn(new TableColumn("cured").RightAligned());
        totals.AddRow("requests served", $"{leaky.Served}", $"{cured.Served}");
        totals.AddRow("connections opened", $"{leaky.Last.Opened}", $"{cured.Last.Opened}");
        totals.AddRow("still open at the end", $"{leaky.Last.Open}", $"{cured.Last.Open}");
        totals.AddRow("order channels still subscribed", $"{leaky.Last.Channels}", $"{cured.Last.Channels}");
        AnsiConsole.Write(totals);
    }

    private static Text Bar(int value, int most, Color color)
        => new($"{new string('█', value * LongestBar / most)} {value}", new Style(color));
}
