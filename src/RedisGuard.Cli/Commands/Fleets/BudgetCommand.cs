using System.CommandLine;
using System.Globalization;
using RedisGuard.Cli.Commands.Monitoring;
using RedisGuard.Cli.Fleet;
using RedisGuard.Cli.Monitoring.Formats;

namespace RedisGuard.Cli.Commands.Fleets;

/// <summary>The words of <c>redisguard budget</c>: arithmetic, without a server.</summary>
internal sealed class BudgetCommand
{
    private readonly Option<long?> _maxClients = TextOptions.Number("--maxclients", "What each server lets in; 10000 by default, as Redis.", 1, 10_000_000);
    private readonly Option<long?> _instances = TextOptions.Number("--instances", "Processes of the fleet.", 1, 1_000_000);
    private readonly Option<long?> _nodes = TextOptions.Number("--nodes", "Servers: nodes of the cluster, or master and replicas; 1 by default.", 1, 10_000);
    private readonly Option<long?> _pools = TextOptions.Number("--pools", "Pools in each process; 1 by default.", 1, 1000);
    private readonly Option<long?> _max = TextOptions.Number("--max", "MaxConnections of a pool; 50 by default.", 1, 100_000);
    private readonly Option<long?> _shared = TextOptions.Number("--shared", "SharedConnections of a pool; 1 by default.", 0, 1000);
    private readonly Option<long?> _dedicated = TextOptions.Number("--dedicated", "Connections of a process outside of its pools.", 0, 100_000);
    private readonly Option<long?> _protocol = TextOptions.Number("--protocol", "2 or 3, the version of RESP: with 2, a connection has two sockets.", 2, 3);
    private readonly Option<long?> _surge = TextOptions.Number("--surge", "Per cent of the instances that a rolling deployment starts before it ends old ones; 100 by default.", 0, 100);
    private readonly Option<long?> _others = TextOptions.Number("--others", "Connections of everybody else on each server.", 0, 10_000_000);

    public static Command Create() => new BudgetCommand().Build();

    private Command Build()
    {
        var command = new Command("budget", "Adds up what a deployment will need of maxclients, before it is rolled out.");
        foreach (var option in (Option[])[_maxClients, _instances, _nodes, _pools, _max, _shared, _dedicated, _protocol, _surge, _others])
        {
            command.Options.Add(option);
        }

        command.SetAction(Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        var shape = new FleetShape
        {
            MaxClients = parsed.GetValue(_maxClients) ?? 10_000,
            Instances = Number(parsed, _instances) ?? throw new CannotRunException("how many processes has the fleet? Give --instances"),
            Nodes = Number(parsed, _nodes) ?? 1,
            Pools = Number(parsed, _pools) ?? 1,
            Max = Number(parsed, _max) ?? 50,
            Shared = Number(parsed, _shared) ?? 1,
            Dedicated = Number(parsed, _dedicated) ?? 0,
            SocketsPerNode = parsed.GetValue(_protocol) == 3 ? 1 : 2,
            Surge = (parsed.GetValue(_surge) ?? 100) / 100.0,
            Others = parsed.GetValue(_others) ?? 0,
        };
        if (shape.Shared > shape.Max)
        {
            throw new CannotRunException("--shared is more than --max: the shared connections count against it");
        }

        var budget = new FleetBudget(shape);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"one process, on each of {shape.Nodes} {(shape.Nodes == 1 ? "server" : "servers")}: {budget.PerInstanceAtRest} sockets at rest, {HolderCells.Number(budget.PerInstanceAtLimit)} at the limits of its pools ({shape.Pools} × {shape.Max} connections × {shape.SocketsPerNode} sockets)"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $" {"on each server",-32} {"at rest",16} {"at the limits",18}"));
        foreach (var stage in budget.Stages)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $" {stage.Name,-32} {Share(stage.AtRest, budget),16} {Share(stage.AtLimit, budget),18}"));
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $" of {HolderCells.Number(budget.Available)}: maxclients {HolderCells.Number(shape.MaxClients)} less {FleetBudget.ToolSlots} for tools{(shape.Others > 0 ? $" and {HolderCells.Number(shape.Others)} of others" : string.Empty)}"));
        Console.WriteLine(budget.Verdict);
        return budget.FitsAtLimit ? ExitCodes.Clean : ExitCodes.Findings;
    }

    private static string Share(long sockets, FleetBudget budget) => budget.Available == 0
        ? HolderCells.Number(sockets)
        : string.Create(CultureInfo.InvariantCulture, $"{HolderCells.Number(sockets)} {100.0 * sockets / budget.Available,5:0} %");

    private static int? Number(ParseResult parsed, Option<long?> option) => (int?)parsed.GetValue(option);
}
