namespace RedisGuard.Cli.Commands;

/// <summary>The command can't do its work; the message is the one line that the user gets to read.</summary>
internal sealed class CannotRunException : Exception
{
    public CannotRunException(string message)
        : base(message)
    {
    }

    public CannotRunException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public CannotRunException()
    {
    }
}
