using RedisGuard.Pool.Configuration;
using RedisGuard.Pool.Sockets;
using StackExchange.Redis;

namespace RedisGuard.Pool.Connections;

/// <summary>Opens connections to a real server.</summary>
internal sealed class MultiplexerOpener(ConnectionSettings settings) : IConnectionOpener
{
    public Task<IPhysicalConnection> OpenAsync(RedisConnectionKind kind)
    {
        var configuration = settings.For(kind);

        // The loops that a multiplexer starts keep the context they are started in: without this, one caller's activity
        // and async locals would live as long as the connection.
        if (ExecutionContext.IsFlowSuppressed())
        {
            return Task.Run(() => ConnectAsync(configuration, settings.SocketTimeout));
        }

        using (ExecutionContext.SuppressFlow())
        {
            return Task.Run(() => ConnectAsync(configuration, settings.SocketTimeout));
        }
    }

    private static async Task<IPhysicalConnection> ConnectAsync(ConfigurationOptions configuration, TimeSpan owedAtMost)
    {
        var sockets = SocketLedger.Attach(configuration, owedAtMost);
        var multiplexer = await ConnectionMultiplexer.ConnectAsync(configuration).ConfigureAwait(false);
        return new MultiplexerConnection(configuration, multiplexer, sockets);
    }
}
