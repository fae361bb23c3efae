namespace RedisGuard.Cli.Servers.Resp;

/// <summary>The kinds of replies of the protocol's second version (https://redis.io/docs/latest/develop/reference/protocol-spec/).</summary>
internal enum RespKind
{
    Nothing,
    Text,
    Error,
    Integer,
    List,
}
