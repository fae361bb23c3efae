using System.Security.Cryptography;
using System.Text;
using RedisGuard.Cli.Servers;
using RedisGuard.Cli.Servers.Clients;

namespace RedisGuard.Cli.Monitoring;

/// <summary>
/// Replaces addresses and users by marks that tell them apart for one run and say nothing else: the salt is made anew each
/// time, so that a mark can't be looked up.
/// </summary>
internal sealed class Redaction
{
    private readonly byte[] _salt = RandomNumberGenerator.GetBytes(16);

    public ServerLook Of(ServerLook look) => look.Clients is { } clients ? look with { Clients = [.. clients.Select(Of)] } : look;

    private ClientRow Of(ClientRow row)
    {
        var host = row.Host;
        return row with
        {
            Address = $"addr-{Mark(host)}{row.Address[host.Length..]}",
            LocalAddress = null,
            User = row.User is null or "default" ? row.User : $"user-{Mark(row.User)}",
        };
    }

    private string Mark(string text) => Hex.Lower(SHA256.HashData([.. _salt, .. Encoding.UTF8.GetBytes(text)]).AsSpan(0, 3));
}
