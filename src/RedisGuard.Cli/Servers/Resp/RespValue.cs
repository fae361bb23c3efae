namespace RedisGuard.Cli.Servers.Resp;

/// <summary>A reply of a server.</summary>
internal sealed record RespValue(RespKind Kind, string Text, long Integer, IReadOnlyList<RespValue> Items)
{
    public static RespValue Nothing { get; } = new(RespKind.Nothing, string.Empty, 0, []);

    public bool IsError => Kind == RespKind.Error;

    /// <summary>The first word of an error, such as <c>NOPERM</c>; empty for any other reply.</summary>
    public string ErrorCode => IsError ? Text.Split(' ', 2)[0] : string.Empty;

    public static RespValue Of(string text) => new(RespKind.Text, text, 0, []);

    public static RespValue Error(string text) => new(RespKind.Error, text, 0, []);

    public static RespValue Of(long number) => new(RespKind.Integer, string.Empty, number, []);

    public static RespValue Of(IReadOnlyList<RespValue> items) => new(RespKind.List, string.Empty, 0, items);

    /// <summary>The text, or null where the reply isn't one.</summary>
    public string? AsText() => Kind == RespKind.Text ? Text : null;

    /// <summary>The number, or null where the reply isn't one.</summary>
    public long? AsInteger() => Kind == RespKind.Integer ? Integer : null;
}
