using RedisGuard.Cli.Servers.Clients;

namespace RedisGuard.Cli.Holders;

/// <summary>A connection at the last look, and whether it was opened while the monitor looked.</summary>
internal readonly record struct SeenClient(ClientRow Row, bool IsBorn)
{
    /// <summary>Younger connections had no time to be used.</summary>
    private const int OldEnough = 5;

    /// <summary>The commands that open a connection are over after this.</summary>
    private const int FirstUse = 3;

    // What StackExchange.Redis sends by itself to a connection that nobody uses.
    private static readonly string[] KeepAlives = ["ping", "echo", "info", "subscribe", "unsubscribe", "client|setname", "client|setinfo", "hello", "NULL"];

    public bool IsJudged => IsBorn && Row is { IdleSeconds: not null, AgeSeconds: >= OldEnough };

    public bool IsUnused => Row.AgeSeconds - Row.IdleSeconds <= FirstUse || Array.IndexOf(KeepAlives, Row.Command) >= 0;
}
