namespace RedisGuard.Cli.Servers;

/// <summary>A server can't be asked now; the state says what kind of trouble it is, the message what to tell.</summary>
internal sealed class ServerTroubleException : Exception
{
    public ServerTroubleException(ServerState state, string message, Exception? innerException = null)
        : base(message, innerException) => State = state;

    public ServerTroubleException()
    {
    }

    public ServerTroubleException(string message)
        : base(message)
    {
    }

    public ServerTroubleException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public ServerState State { get; } = ServerState.Unreachable;
}
