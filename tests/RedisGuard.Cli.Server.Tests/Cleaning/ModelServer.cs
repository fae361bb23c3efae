using RedisGuard.Cli.Cleaning;
using RedisGuard.Cli.Servers;
using RedisGuard.Cli.Servers.Clients;

namespace RedisGuard.Cli.Server.Tests.Cleaning;

/// <summary>
/// A server in memory whose clients go on living between plan and act: they end, come, take names, become replicas and
/// monitors, and use their connections. It notes each kill with the client as it was at that moment.
/// </summary>
internal sealed class ModelServer(Random random) : ICleaningServer
{
    public const long OwnId = 1_000_000;

    private static readonly string[] Names = ["", "shop", "sentinel-1-cmd", "rg:shop:main:shared:1:v=1:i=far@1@60000000", "rg:shop:main:shared:1:v=1:i=far@2@60000100", "batch"];
    private static readonly string[] Users = ["default", "app", "boss"];
    private static readonly string[] Flags = ["N", "N", "N", "N", "P", "S", "M", "O", "b"];

    private readonly Dictionary<long, ClientRow> _clients = [];
    private long _nextId = 1;

    public List<(ClientRow Row, bool WasPlanned)> Killed { get; } = [];

    public HashSet<long> Planned { get; } = [];

    /// <summary>What happens before each answer; off while the plan is made.</summary>
    public bool IsRestless { get; set; }

    /// <summary>How likely an owner opens another connection for one that was closed.</summary>
    public double Returns { get; set; }

    public void Populate(int count)
    {
        for (var client = 0; client < count; client++)
        {
            Add();
        }
    }

    public Task<ServerLook> LookAsync(CancellationToken cancellation)
    {
        Live();
        return Task.FromResult(new ServerLook("model:6379", Rows.Start, ServerState.Up)
        {
            OwnId = OwnId,
            Clients = [.. _clients.Values],
            Facts = new ServerFacts { RunId = "r1", Connected = _clients.Count + 1, MaxClients = 10_000 },
        });
    }

    public Task<ClientRow?> FindAsync(long id, CancellationToken cancellation)
    {
        Live();
        return Task.FromResult(_clients.GetValueOrDefault(id));
    }

    public Task<bool> KillAsync(long id, CancellationToken cancellation)
    {
        if (!_clients.Remove(id, out var row))
        {
            return Task.FromResult(false);
        }

        Killed.Add((row, Planned.Contains(id)));
        if (random.NextDouble() < Returns)
        {
            Add(row.Name, row.User);
        }

        return Task.FromResult(true);
    }

    private void Live()
    {
        for (var step = random.Next(4); IsRestless && step > 0 && _clients.Count > 0; step--)
        {
            var row = _clients.Values.ElementAt(random.Next(_clients.Count));
            switch (random.Next(7))
            {
                case 0:
                    _clients.Remove(row.Id);
                    break;
                case 1:
                    _clients[row.Id] = row with { IdleSeconds = 0 };
                    break;
                case 2:
                    _clients[row.Id] = row with { Name = Names[random.Next(Names.Length)] };
                    break;
                case 3:
                    _clients[row.Id] = row with { Flags = Flags[random.Next(Flags.Length)] };
                    break;
                case 4:
                    _clients[row.Id] = row with { User = Users[random.Next(Users.Length)] };
                    break;
                case 5:
                    Add();
                    break;
                default:
                    _clients[row.Id] = row with { IdleSeconds = row.IdleSeconds + 1, AgeSeconds = row.AgeSeconds + 1 };
                    break;
            }
        }
    }

    private void Add(string? name = null, string? user = null)
    {
        var id = _nextId++;
        _clients[id] = new ClientRow(id)
        {
            Address = FormattableString.Invariant($"10.0.0.{random.Next(3)}:{id}"),
            Name = name ?? Names[random.Next(Names.Length)],
            User = user ?? Users[random.Next(Users.Length)],
            Flags = random.Next(20) == 0 ? null : Flags[random.Next(Flags.Length)],
            IdleSeconds = random.Next(20) == 0 ? null : random.Next(400),
            AgeSeconds = 500,
        };
    }
}
