using System.Globalization;
using RedisGuard.Cli.Attaching.Processes;
using Spectre.Console;

namespace RedisGuard.Cli.Attaching.Output;

/// <summary>The processes that can be attached to.</summary>
internal static class ProcessTable
{
    public static void Write(IReadOnlyList<RunningProcess> processes, IAnsiConsole console)
    {
        if (processes.Count == 0)
        {
            console.WriteLine("No .NET process of this user has StackExchange.Redis loaded. A single file doesn't show what it has: give its number.");
            return;
        }

        var table = new Table().Border(TableBorder.None).AddColumn(new TableColumn("PID").RightAligned().NoWrap())
            .AddColumn(new TableColumn("PROGRAM").NoWrap()).AddColumn(new TableColumn("STACKEXCHANGE.REDIS").NoWrap()).AddColumn(new TableColumn("REDISGUARD IN IT").NoWrap());
        foreach (var process in processes)
        {
            table.AddRow(
                new Text(process.Id.ToString(CultureInfo.InvariantCulture)),
                new Text(process.Name),
                new Text(process.Library!),
                new Text(process.HasPool ? "pool" : process.WatchFile is not null ? "watch" : "–"));
        }

        console.Write(table);
    }
}
