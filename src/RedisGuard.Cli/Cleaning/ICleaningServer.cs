using RedisGuard.Cli.Servers;
using RedisGuard.Cli.Servers.Clients;

namespace RedisGuard.Cli.Cleaning;

/// <summary>Server as cleaning needs it.</summary>
internal interface ICleaningServer
{
    /// <summary>A look with all clients.</summary>
    Task<ServerLook> LookAsync(CancellationToken cancellation);

    /// <summary>One client as it is now; null where it is gone.</summary>
    Task<ClientRow?> FindAsync(long id, CancellationToken cancellation);

    /// <summary>Closes one client: true where it was closed, false where it was gone.</summary>
    /// <exception cref="ServerTroubleException">The server refuses.</exception>
    Task<bool> KillAsync(long id, CancellationToken cancellation);
}
