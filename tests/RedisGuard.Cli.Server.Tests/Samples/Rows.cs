using System.Globalization;
using RedisGuard.Cli.Servers;
using RedisGuard.Cli.Servers.Clients;

namespace RedisGuard.Cli.Server.Tests.Samples;

/// <summary>Client lists as tests write them down.</summary>
internal static class Rows
{
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static ClientRow Row(long id, string name = "", string address = "10.0.0.1:5000", long? idle = 0, long? age = 0, string flags = "N", string? command = "get") => new(id)
    {
        Address = address,
        Name = name,
        IdleSeconds = idle,
        AgeSeconds = age,
        Flags = flags,
        Command = command,
        User = "default",
        Subscriptions = 0,
        Bytes = 1000,
    };

    /// <summary>A look so many seconds after the start.</summary>
    public static ServerLook Look(double seconds, IEnumerable<ClientRow>? clients, string endpoint = "a:6379", long? accepted = null, string runId = "r1", long? handshakes = null) =>
        new(endpoint, Start.AddSeconds(seconds), ServerState.Up)
        {
            Clients = clients?.ToList(),
            Facts = new ServerFacts { RunId = runId, Accepted = accepted, Handshakes = handshakes, Connected = clients?.Count() + 1, MaxClients = 10_000, Product = "redis", Version = "7.0.15" },
        };

    public static string Pool(string app = "shop", string pool = "main", string kind = "shared", int id = 1, string machine = "web-3", int pid = 99, long start = 0x60000000, string version = "1.0") =>
        string.Create(CultureInfo.InvariantCulture, $"rg:{app}:{pool}:{kind}:{id}:v={version}:i={machine}@{pid}@{start:x}");
}
