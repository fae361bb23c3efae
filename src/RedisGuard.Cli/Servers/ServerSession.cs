using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using RedisGuard.Cli.Servers.Resp;

namespace RedisGuard.Cli.Servers;

/// <summary>The tool's one connection to a server: logged in, named, and with its id known, so that nothing counts it.</summary>
internal sealed class ServerSession : IAsyncDisposable
{
    /// <summary>A stopped server keeps its connections and answers nobody; a slow one answers later than this seldom.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    // A server that has something to say unasked says it at once.
    private static readonly TimeSpan Unasked = TimeSpan.FromMilliseconds(500);

    private readonly RespConnection _connection;

    private ServerSession(ServerAddress address, RespConnection connection, long? ownId)
    {
        Address = address;
        _connection = connection;
        OwnId = ownId;
    }

    public ServerAddress Address { get; }

    /// <summary>The id of this connection on the server's list; null where the server doesn't tell.</summary>
    public long? OwnId { get; }

    /// <exception cref="ServerTroubleException">It can't be reached, is full, or refuses the login.</exception>
    public static async Task<ServerSession> OpenAsync(ServerAddress address, string name, CancellationToken cancellation)
    {
        RespConnection? connection = null;
        try
        {
            connection = await RespConnection.OpenAsync(address, Patience, cancellation).ConfigureAwait(false);
            var replies = await connection.SendAsync(Hello(address, name), cancellation).ConfigureAwait(false);
            foreach (var reply in replies)
            {
                if (reply.IsError)
                {
                    ThrowIfShut(reply);
                }
            }

            return new ServerSession(address, connection, replies[^1].AsInteger());
        }
        catch (Exception e)
        {
            if (connection is not null)
            {
                await connection.DisposeAsync().ConfigureAwait(false);
            }

            if (e is IOException && !address.Tls)
            {
                await ThrowWhatItSaysAsync(address, cancellation).ConfigureAwait(false);
            }

            if (Trouble(e) is { } trouble)
            {
                throw trouble;
            }

            throw;
        }
    }

    /// <summary>Sends the commands together; an error of the server is a reply.</summary>
    /// <exception cref="ServerTroubleException">The connection is lost, or the server doesn't answer: open another session.</exception>
    public async Task<RespValue[]> AskAsync(IReadOnlyList<string[]> commands, CancellationToken cancellation)
    {
        try
        {
            var replies = await _connection.SendAsync(commands, cancellation).ConfigureAwait(false);
            foreach (var reply in replies)
            {
                if (reply.ErrorCode is "NOAUTH")
                {
                    ThrowIfShut(reply);
                }
            }

            return replies;
        }
        catch (Exception e) when (Trouble(e) is { } trouble)
        {
            throw trouble;
        }
    }

    public async Task<RespValue> AskAsync(string[] command, CancellationToken cancellation) =>
        (await AskAsync([command], cancellation).ConfigureAwait(false))[0];

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    // It closed on what was said to it: it may say why to one who only listens.
    private static async Task ThrowWhatItSaysAsync(ServerAddress address, CancellationToken cancellation)
    {
        try
        {
            var listening = await RespConnection.OpenAsync(address, Unasked, cancellation).ConfigureAwait(false);
            await using var closing = listening.ConfigureAwait(false);
            ThrowIfShut(await listening.ListenAsync(cancellation).ConfigureAwait(false));
        }
        catch (Exception e) when (e is IOException or SocketException or TimeoutException or InvalidDataException)
        {
            // Nothing: the first trouble is all that is known.
        }
    }

    private static List<string[]> Hello(ServerAddress address, string name)
    {
        List<string[]> commands = [];
        if (address.Password is { } password)
        {
            commands.Add(address.User is { } user ? ["AUTH", user, password] : ["AUTH", password]);
        }

        commands.Add(["CLIENT", "SETNAME", name]);
        // What is there to see why memory is short must not be the first to go when it is.
        commands.Add(["CLIENT", "NO-EVICT", "ON"]);
        commands.Add(["CLIENT", "ID"]);
        return commands;
    }

    private static void ThrowIfShut(RespValue error)
    {
        if (error.Text.Contains("max number of clients", StringComparison.OrdinalIgnoreCase))
        {
            throw new ServerTroubleException(ServerState.Full, "the server is full: maxclients is reached, and Redis keeps no slot for an administrator");
        }

        if (error.ErrorCode is "NOAUTH")
        {
            throw new ServerTroubleException(
                ServerState.Refused, "the server asks for a password: give it in REDISCLI_AUTH, by --password-stdin or in the endpoint");
        }

        if (error.ErrorCode is "WRONGPASS" || error.Text.Contains("invalid password", StringComparison.OrdinalIgnoreCase)
            || error.Text.Contains("without any password configured", StringComparison.OrdinalIgnoreCase))
        {
            throw new ServerTroubleException(ServerState.Refused, $"the server refuses the login: {PlainText.Of(error.Text)}");
        }

        if (error.ErrorCode is "DENIED")
        {
            throw new ServerTroubleException(ServerState.Refused, "the server is in protected mode and takes loopback clients only");
        }
    }

    private static ServerTroubleException? Trouble(Exception exception) => exception switch
    {
        SocketException e => new ServerTroubleException(ServerState.Unreachable, $"can't connect: {PlainText.Of(e.Message)}", e),
        TimeoutException e => new ServerTroubleException(ServerState.Unreachable, e.Message, e),
        AuthenticationException e => new ServerTroubleException(ServerState.Unreachable, $"TLS: {PlainText.Of((e.InnerException ?? e).Message)}", e),
        CryptographicException e => new ServerTroubleException(ServerState.Refused, $"TLS: {PlainText.Of(e.Message)}", e),
        // A server that speaks TLS closes on plain text, and a full one may close before it said why.
        IOException or ObjectDisposedException =>
            new ServerTroubleException(ServerState.Unreachable, "the connection was closed by the server, or by what stands between", exception),
        InvalidDataException e => new ServerTroubleException(ServerState.Refused, e.Message, e),
        _ => null,
    };
}
