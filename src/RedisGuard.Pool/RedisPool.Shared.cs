using RedisGuard.Pool.Connections;
using StackExchange.Redis;

namespace RedisGuard.Pool;

// The shared way: the library's own objects, nothing to give back.
public sealed partial class RedisPool
{
    /// <summary>
    /// A shared connection, opened by the first call. It is borrowed: never dispose it. It may be kept: it survives whatever
    /// becomes of its sockets.
    /// </summary>
    /// <returns>The connection.</returns>
    /// <remarks>Blocks while it connects; async code uses <see cref="GetConnectionAsync"/>.</remarks>
    /// <exception cref="RedisConnectionException">The server can't be reached. The next call tries again.</exception>
    /// <exception cref="RedisPoolExhaustedException">Every connection that the limit allows is rented.</exception>
    /// <exception cref="ObjectDisposedException">The pool was disposed.</exception>
    public IConnectionMultiplexer GetConnection() => Open().Multiplexer;

    /// <summary>A shared connection, opened by the first call. It is borrowed: never dispose it.</summary>
    /// <param name="cancellationToken">Stops waiting; the connection goes on to be opened for the others.</param>
    /// <returns>The connection.</returns>
    /// <exception cref="RedisConnectionException">The server can't be reached. The next call tries again.</exception>
    /// <exception cref="RedisPoolExhaustedException">Every connection that the limit allows is rented.</exception>
    public async Task<IConnectionMultiplexer> GetConnectionAsync(CancellationToken cancellationToken = default)
    {
        var node = _shared.Next();
        var connection = node.Current ?? await node.OpenAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        return connection.Multiplexer;
    }

    /// <summary>A database on a shared connection. Nothing to dispose; allocates nothing once connected.</summary>
    /// <param name="db">The database's number; -1 for the configuration's default.</param>
    /// <returns>The library's own object.</returns>
    /// <remarks>Blocks while the first call connects; async code uses <see cref="GetDatabaseAsync(CancellationToken)"/>.</remarks>
    /// <exception cref="RedisConnectionException">The server can't be reached. The next call tries again.</exception>
    public IDatabase GetDatabase(int db = -1) => Open().GetDatabase(db);

    /// <summary>A database on a shared connection. Nothing to dispose; allocates nothing once connected.</summary>
    /// <param name="cancellationToken">Stops waiting; the connection goes on to be opened for the others.</param>
    /// <returns>The library's own object, for the configuration's default database.</returns>
    /// <exception cref="RedisConnectionException">The server can't be reached. The next call tries again.</exception>
    /// <exception cref="RedisPoolExhaustedException">Every connection that the limit allows is rented.</exception>
    public ValueTask<IDatabase> GetDatabaseAsync(CancellationToken cancellationToken = default) => GetDatabaseAsync(-1, cancellationToken);

    /// <inheritdoc cref="GetDatabaseAsync(CancellationToken)"/>
    /// <param name="db">The database's number; -1 for the configuration's default.</param>
    /// <param name="cancellationToken">Stops waiting; the connection goes on to be opened for the others.</param>
    /// <returns>The library's own object.</returns>
    public ValueTask<IDatabase> GetDatabaseAsync(int db, CancellationToken cancellationToken = default)
    {
        var node = _shared.Next();
        return node.Current is { } connection
            ? new ValueTask<IDatabase>(connection.GetDatabase(db))
            : ConnectAsync(node, db, cancellationToken);

        static async ValueTask<IDatabase> ConnectAsync(SharedConnection node, int db, CancellationToken cancellationToken) =>
            (await node.OpenAsync().WaitAsync(cancellationToken).ConfigureAwait(false)).GetDatabase(db);
    }

    // The attempt itself runs on the thread pool and needs nothing of this thread.
    private IPhysicalConnection Open()
    {
        var node = _shared.Next();
#pragma warning disable RS0030 // The caller asked for the blocking way.
        return node.Current ?? node.OpenAsync().GetAwaiter().GetResult();
#pragma warning restore RS0030
    }
}
