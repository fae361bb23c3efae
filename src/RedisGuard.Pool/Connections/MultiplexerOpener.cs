using System.Net;
using RedisGuard.Pool.Configuration;
using RedisGuard.Pool.Healing;
using RedisGuard.Pool.Sockets;
using StackExchange.Redis;

namespace RedisGuard.Pool.Connections;

/// <summary>Opens connections to a real server.</summary>
/// <param name="settings">What they are connected with.</param>
/// <param name="healed">Told of each dead socket that was closed.</param>
internal sealed class MultiplexerOpener(ConnectionSettings settings, Action<IPhysicalConnection, HealedSocket> healed) : IConnectionOpener
{
    // What the library may take beside its timeouts: DNS, a tunnel, a busy machine.
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(5);

    public Task<IPhysicalConnection> OpenAsync(RedisConnectionKind kind, EndPoint? node = null)
    {
        var sockets = new SocketLedger();
        var configuration = settings.For(kind, sockets, node);

        // The loops that a multiplexer starts keep the context they are started in: without this, one caller's activity
        // and async locals would live as long as the connection.
        if (ExecutionContext.IsFlowSuppressed())
        {
            return Task.Run(() => ConnectAsync(configuration, sockets));
        }

        using (ExecutionContext.SuppressFlow())
        {
            return Task.Run(() => ConnectAsync(configuration, sockets));
        }
    }

    private async Task<IPhysicalConnection> ConnectAsync(ConfigurationOptions configuration, SocketLedger sockets)
    {
        // The library does a part of it before there is a task (the user's hook on its sockets, say), and the deadline is over that too.
        var connecting = Task.Run(() => ConnectionMultiplexer.ConnectAsync(configuration));
        try
        {
            var multiplexer = await connecting.WaitAsync(DeadlineOf(configuration)).ConfigureAwait(false);
            return new MultiplexerConnection(configuration, multiplexer, sockets, settings.Fleet, new HealingTerms(settings.SocketTimeout), healed);
        }
        catch (TimeoutException) when (!connecting.IsCompleted)
        {
            // The library has deadlines of its own. One that it forgot (TLS with a port that speaks none, say) would hold up
            // everybody who shares this attempt.
            CloseAsync(connecting).Observe();
            throw new RedisConnectionException(
                ConnectionFailureType.UnableToConnect,
                FormattableString.Invariant($"StackExchange.Redis neither connected to {settings.EndPoints} nor gave up within {DeadlineOf(configuration).TotalSeconds:0} s. The attempt was left, and is closed when it ends. Check that the port speaks what the configuration says (ssl)."));
        }
    }

    private static async Task CloseAsync(Task<ConnectionMultiplexer> connecting)
    {
        var multiplexer = await connecting.ConfigureAwait(false);
        await multiplexer.DisposeAsync().ConfigureAwait(false);
    }

    // Each retry of the first connect has the whole connect timeout.
    private static TimeSpan DeadlineOf(ConfigurationOptions configuration) =>
        (TimeSpan.FromMilliseconds(configuration.ConnectTimeout) * Math.Max(1, configuration.ConnectRetry)) + Slack;
}
