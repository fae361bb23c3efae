using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using RedisGuard.Pool.Telemetry;

namespace RedisGuard.Pool.Leases;

/// <summary>
/// Counts the connections that leases used up, and says it once a line: a connect for each lease is nothing that should be
/// found out by looking at the server.
/// </summary>
internal sealed class LeaseRenewals(string pool, PoolInstruments instruments, ILogger logger)
{
    // A program has a handful of lines that rent; one that invents lines at run time shall not fill the memory.
    private const int MostSites = 256;

    private readonly ConcurrentDictionary<(RedisCallSite, LeaseSpoil), byte> _told = new();

    public void Tell(LeaseSpoil spoil, RedisCallSite site)
    {
        var (word, reason) = Words(spoil);
        instruments.Renewed(word);
        if (_told.Count < MostSites && _told.TryAdd((site, spoil), 0))
        {
            PoolLog.LeaseRenewed(logger, pool, site.FilePath, site.Line, site.Member, reason);
        }
    }

    private static (string Word, string Reason) Words(LeaseSpoil spoil) => spoil switch
    {
        LeaseSpoil.Connection => ("connection", "lease.Connection can do anything with it, and be kept. Use lease.Database where that is enough"),
        LeaseSpoil.Command => ("command", "a command was sent by name that may change the session"),
        LeaseSpoil.Sequence => ("sequence", "a scan sends commands for as long as it is read, and may be kept"),
        LeaseSpoil.Outstanding => ("outstanding", "commands had no reply yet when the lease was returned. Await them"),
        _ => ("lost", "its socket was lost"),
    };
}
