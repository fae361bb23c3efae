using System.Collections.Frozen;

namespace RedisGuard.Pool.Leases;

/// <summary>
/// The commands that leave nothing on a connection, when they are sent by name. A list of those that do would be as long as
/// the next version of the server makes it.
/// </summary>
/// <remarks>Redis 8's documentation of commands: the groups of data types, and what blocks. The library's typed members are all of this kind.</remarks>
internal static class StatelessCommands
{
    // What leases are for.
    private static readonly FrozenSet<string> Blocking = new[]
    {
        "BLPOP", "BRPOP", "BLMOVE", "BRPOPLPUSH", "BLMPOP", "BZPOPMIN", "BZPOPMAX", "BZMPOP", "XREAD", "XREADGROUP", "WAIT", "WAITAOF",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> Names = new[]
    {
        // data
        "GET", "SET", "SETEX", "PSETEX", "SETNX", "GETSET", "GETDEL", "GETEX", "MGET", "MSET", "MSETNX", "APPEND", "STRLEN", "GETRANGE", "SETRANGE",
        "INCR", "INCRBY", "INCRBYFLOAT", "DECR", "DECRBY", "SETBIT", "GETBIT", "BITCOUNT", "BITPOS", "BITOP", "BITFIELD", "LCS",
        "DEL", "UNLINK", "EXISTS", "EXPIRE", "PEXPIRE", "EXPIREAT", "PEXPIREAT", "EXPIRETIME", "PEXPIRETIME", "TTL", "PTTL", "PERSIST", "TYPE", "RENAME",
        "RENAMENX", "COPY", "TOUCH", "DUMP", "RESTORE", "OBJECT", "SCAN", "SORT", "SORT_RO", "RANDOMKEY",
        "HGET", "HSET", "HSETNX", "HMGET", "HMSET", "HGETALL", "HDEL", "HEXISTS", "HLEN", "HKEYS", "HVALS", "HINCRBY", "HINCRBYFLOAT", "HSTRLEN", "HSCAN", "HRANDFIELD",
        "LPUSH", "RPUSH", "LPUSHX", "RPUSHX", "LPOP", "RPOP", "LRANGE", "LLEN", "LINDEX", "LINSERT", "LREM", "LSET", "LTRIM", "LPOS", "LMOVE", "RPOPLPUSH", "LMPOP",
        "SADD", "SREM", "SMEMBERS", "SISMEMBER", "SMISMEMBER", "SCARD", "SPOP", "SRANDMEMBER", "SMOVE", "SDIFF", "SINTER", "SUNION", "SDIFFSTORE", "SINTERSTORE", "SUNIONSTORE", "SINTERCARD", "SSCAN",
        "ZADD", "ZREM", "ZRANGE", "ZRANGESTORE", "ZRANGEBYSCORE", "ZRANGEBYLEX", "ZREVRANGE", "ZREVRANGEBYSCORE", "ZRANK", "ZREVRANK", "ZSCORE", "ZMSCORE", "ZCARD", "ZCOUNT", "ZLEXCOUNT",
        "ZINCRBY", "ZPOPMIN", "ZPOPMAX", "ZMPOP", "ZRANDMEMBER", "ZREMRANGEBYRANK", "ZREMRANGEBYSCORE", "ZREMRANGEBYLEX", "ZUNION", "ZINTER", "ZDIFF", "ZUNIONSTORE", "ZINTERSTORE", "ZDIFFSTORE", "ZSCAN",
        "XADD", "XACK", "XAUTOCLAIM", "XCLAIM", "XDEL", "XGROUP", "XINFO", "XLEN", "XPENDING", "XRANGE", "XREVRANGE", "XTRIM", "XSETID",
        "PFADD", "PFCOUNT", "PFMERGE", "GEOADD", "GEODIST", "GEOHASH", "GEOPOS", "GEOSEARCH", "GEOSEARCHSTORE",
        "PUBLISH", "SPUBLISH", "EVAL", "EVAL_RO", "EVALSHA", "EVALSHA_RO", "FCALL", "FCALL_RO",

        // questions
        "PING", "ECHO", "TIME", "DBSIZE", "INFO", "MEMORY", "COMMAND", "LASTSAVE", "ROLE",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public static bool Contains(string command) => Names.Contains(command) || Blocking.Contains(command);

    /// <summary>Tells whether the server may let it wait. The library's typed members never do.</summary>
    public static bool MayBlock(string command) => Blocking.Contains(command);
}
