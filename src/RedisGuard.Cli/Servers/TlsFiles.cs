namespace RedisGuard.Cli.Servers;

/// <summary>Files in PEM format for servers that the machine doesn't trust by itself, or that ask who the client is.</summary>
internal sealed record TlsFiles(string? Authority, string? Certificate, string? Key)
{
    public static TlsFiles None { get; } = new(null, null, null);
}
