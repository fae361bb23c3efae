using RedisGuard.Cli.Servers;

namespace RedisGuard.Cli.Cleaning.Limits;

/// <summary>Server as resetting the limits needs it.</summary>
internal interface ILimitedServer
{
    Task<long?> ConnectedAsync(CancellationToken cancellation);

    /// <summary>Null where the server has no such setting.</summary>
    Task<long?> ReadAsync(string setting, CancellationToken cancellation);

    /// <exception cref="ServerTroubleException">The server refuses.</exception>
    Task WriteAsync(string setting, long value, CancellationToken cancellation);

    /// <summary>Writes the settings into the server's file. Null where it did, else why not.</summary>
    Task<string?> RewriteAsync(CancellationToken cancellation);

    /// <summary>Whether another connection still gets in.</summary>
    Task<bool> LetsInAsync(CancellationToken cancellation);
}
