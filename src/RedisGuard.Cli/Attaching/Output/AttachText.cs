using System.Globalization;
using RedisGuard.Cli.Holders;
using RedisGuard.Cli.Servers;
using RedisGuard.Cli.Watching;
using RedisGuard.Cli.Watching.Reporting;
using RedisGuard.Pool.Attaching.Reports;
using RedisGuard.Watch.Reports;
using Spectre.Console;

namespace RedisGuard.Cli.Attaching.Output;

/// <summary>The state of a process for a person: what is open, who opened it, what was lost.</summary>
internal sealed class AttachText(IAnsiConsole console)
{
    private const int MostLeases = 10;
    private const int Numbers = 4;
    private const int Narrow = 80;

    private static readonly Style Dim = new(decoration: Decoration.Dim);
    private static readonly Style Bad = new(Color.Red);

    public void Write(AttachedState state)
    {
        console.WriteLine(Head(state), new Style(decoration: Decoration.Bold));
        foreach (var pool in state.Pools ?? [])
        {
            Write(pool);
        }

        if (state.Watch is { } watch)
        {
            Write(watch);
            new RunText(console).WriteFound(VerdictOf(watch));
            NotTold(watch);
        }
        else
        {
            console.WriteLine("Connections that aren't a pool's are not told. With --inject yes the pool starts the watch, which lists all of the process.", Dim);
        }
    }

    /// <summary>Lists the faults of the connections of a process that runs.</summary>
    public static RunVerdict VerdictOf(WatchReport watch) => new(new WatchedOutcome(0, [watch], 1, []));

    private static string Head(AttachedState state)
    {
        var process = string.Create(CultureInfo.InvariantCulture, $"{state.Process.Id} {state.Process.Name}");
        if (state.IsWaiting)
        {
            return $"{process}  has not loaded StackExchange.Redis yet: the watch waits for it";
        }

        var version = state.Watch?.LibraryVersion is { Length: > 0 } told ? told : state.Process.Library;
        var head = version is null ? process : $"{process}  StackExchange.Redis {version}";
        if (state.Watch is not { } watch)
        {
            return head;
        }

        var open = watch.Sites.SelectMany(static site => site.Open ?? []).ToList();
        var sockets = open.Exists(static one => one.Sockets is null) ? "not told" : open.Sum(static one => one.Sockets!.Value).ToString(CultureInfo.InvariantCulture);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{head}  multiplexers {open.Sum(static one => one.Connections)} (sockets {sockets})  created {Number(watch.Created)}, disposed {Number(watch.Disposed)}, collected without dispose {Number(watch.CollectedWithoutDispose)}");
    }

    private void Write(WatchReport watch)
    {
        var table = Table("OPEN", "SOCKETS", "COMMANDS", "OLDEST", "SERVER", "LINE");
        foreach (var (site, open) in watch.Sites.SelectMany(static site => (site.Open ?? []).Select(open => (site, open)))
            .OrderByDescending(static row => row.open.Connections).ThenBy(static row => row.open.Server, StringComparer.Ordinal))
        {
            Row(
                table,
                Number(open.Connections),
                Number(open.Sockets),
                open.Operations.ToString(CultureInfo.InvariantCulture),
                open.OldestSeconds is { } seconds ? TimeText.Short(TimeSpan.FromSeconds(Math.Round(seconds))) : "–",
                PlainText.Of(open.Server),
                site.Member.Length == 0 ? "opened before the watch, or past it" : SiteText.Of(site));
        }

        if (table.Rows.Count > 0)
        {
            console.Write(table);
        }
    }

    private void Write(PoolReport pool)
    {
        console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"POOL {pool.Name}  {pool.EndPoints}  connections {pool.Connections.Sum(static one => one.Connections)}, at most {pool.MaxConnections}  leases {pool.LeaseCount}  waiting {pool.Waiting}  subscriptions {pool.Subscriptions}  {pool.Health.ToLowerInvariant()}, breaker {pool.Breaker.ToLowerInvariant()}"));
        if (pool.LastFailure is { } failure)
        {
            console.WriteLine($"  last failure: {PlainText.Of(failure)}", Dim);
        }

        var table = Table("OPEN", "SOCKETS", "NO REPLY YET", "OLDEST", "FOR", "STATE");
        foreach (var one in pool.Connections)
        {
            Row(
                table, Number(one.Connections), one.Sockets.ToString(CultureInfo.InvariantCulture), one.Outstanding.ToString(CultureInfo.InvariantCulture),
                TimeText.Short(TimeSpan.FromSeconds(Math.Round(one.OldestSeconds))), one.Kind.ToLowerInvariant(), one.State.ToLowerInvariant());
        }

        if (table.Rows.Count > 0)
        {
            console.Write(table);
        }

        foreach (var lease in pool.Leases.Take(MostLeases))
        {
            console.WriteLine($"LEASE    {SiteText.At(lease.Path, lease.Line)}{lease.Member}  held {TimeText.Short(TimeSpan.FromSeconds(Math.Round(lease.HeldSeconds)))}");
        }

        foreach (var leak in pool.Leaks)
        {
            console.Write("LEAK    ", Bad);
            console.WriteLine(string.Create(CultureInfo.InvariantCulture, $" {SiteText.At(leak.Path, leak.Line)}{leak.Member}  {leak.Kind.ToLowerInvariant()} lost {leak.Count}"));
        }
    }

    private void NotTold(WatchReport watch)
    {
        if (watch.NotTold.Count > 0)
        {
            console.WriteLine($"not told: {string.Join(", ", watch.NotTold)}", Dim);
        }
    }

    // Four numbers, then two texts; a narrow window shows the first of the numbers only.
    private Table Table(params string[] titles)
    {
        var table = new Table().Border(TableBorder.None);
        for (var column = 0; column < titles.Length; column++)
        {
            if (Shows(column))
            {
                var made = new TableColumn(Cell(titles[column], Dim)).NoWrap();
                table.AddColumn(column < Numbers ? made.RightAligned() : made);
            }
        }

        return table;
    }

    private void Row(Table table, params string[] cells) => table.AddRow(cells.Where((_, column) => Shows(column)).Select(static cell => Cell(cell, Style.Plain)));

    private bool Shows(int column) => column is 0 or >= Numbers || console.Profile.Width >= Narrow;

    private static Text Cell(string text, Style style) => new(text, style) { Overflow = Overflow.Ellipsis };

    private static string Number(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "not told";
}
