using RedisGuard.Pool.Tests.Faults;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests.Harm.Scenes;

/// <summary>The servers of a bad hour, and the way to them.</summary>
internal abstract class HarmScene : IAsyncDisposable
{
    /// <summary>The client name of every connection that is no contestant's.</summary>
    public const string AdminName = "harm-admin";

    /// <summary>What the fault is done with; it bears the fault itself.</summary>
    public abstract IServer Admin { get; }

    /// <summary>What publishes now. No fault of the contestants' connections holds it up.</summary>
    public abstract ConnectionMultiplexer Publisher { get; }

    /// <summary>The port of the node that everybody has to be subscribed on before the fault; <see langword="null"/> for any.</summary>
    public virtual int? Seat => null;

    /// <summary>A way in for one contestant.</summary>
    /// <returns>The configuration that it needs, and what stands between it and the server if that is its own.</returns>
    public abstract (string Configuration, TcpProxy? Proxy) Admit();

    public abstract ValueTask DisposeAsync();

    /// <summary>Waits until a server says that it is a master.</summary>
    protected static async Task PromotedAsync(ConnectionMultiplexer connection)
    {
        while (true)
        {
            try
            {
                if (((string)(await connection.GetServers()[0].ExecuteAsync("INFO", "replication").ConfigureAwait(false))!).Contains("role:master", StringComparison.Ordinal))
                {
                    return;
                }
            }
            catch (RedisException)
            {
                // A sentinel has all clients of a server killed that it promotes.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20)).ConfigureAwait(false);
        }
    }

    /// <summary>A connection to one node that knows of no other and bears outages.</summary>
    /// <param name="host">Where.</param>
    /// <param name="port">Where.</param>
    /// <param name="password">What the node asks for.</param>
    protected static Task<ConnectionMultiplexer> ConnectAsync(string host, int port, string? password = null) =>
        ConnectionMultiplexer.ConnectAsync(new ConfigurationOptions
        {
            EndPoints = { { host, port } },
            ClientName = AdminName,
            AllowAdmin = true,
            AbortOnConnectFail = false,
            ConnectTimeout = 1000,
            Password = password,
            CommandMap = CommandMap.Create(new HashSet<string> { "CLUSTER", "SENTINEL" }, available: false),
        });
}
