using Microsoft.Extensions.Logging;
using RedisGuard.Pool.Connections;
using RedisGuard.Pool.Telemetry;

namespace RedisGuard.Pool.Leases;

/// <summary>
/// Asks about leases that are held for long: a suspicion, never a reason to take one away. It is withdrawn when the lease
/// comes back. Each line is asked about once at a time, however many leases it holds.
/// </summary>
internal sealed class LongHeldWatch(ConnectionSlots slots, string pool, TimeSpan threshold, ILogger logger, TimeProvider time)
{
    private readonly object _gate = new();

    // The suspects, by slot and tenancy; and how many there were of each line when it was last told.
    private readonly Dictionary<(ConnectionSlot Slot, long Tenancy), RedisCallSite> _suspects = [];
    private readonly Dictionary<RedisCallSite, int> _told = [];

    public void Look()
    {
        lock (_gate)
        {
            Withdraw();
            foreach (var slot in slots.All)
            {
                Suspect(slot);
            }

            Tell();
        }
    }

    private void Withdraw()
    {
        foreach (var (suspect, site) in _suspects.Where(static suspect => !suspect.Key.Slot.IsHeld(suspect.Key.Tenancy)).ToArray())
        {
            _suspects.Remove(suspect);
            if (suspect.Slot.EndOf(suspect.Tenancy) == TenancyEnd.Returned)
            {
                PoolLog.LongHeldReturned(logger, pool, site.FilePath, site.Line, site.Member);
            }
        }
    }

    private void Suspect(ConnectionSlot slot)
    {
        var tenancy = slot.Tenancy;
        var limit = slot.LongHeldThreshold ?? threshold;
        var site = slot.Site;
        var isLong = limit != Timeout.InfiniteTimeSpan && time.GetElapsedTime(slot.RentedAt) >= limit;

        // Read without a lock, and therefore only good if the tenancy is still the one it was.
        if (isLong && slot.IsHeld(tenancy))
        {
            _suspects.TryAdd((slot, tenancy), site);
        }
    }

    // Once a line, and again when it holds twice as many: a hundred leases of one line are one fault.
    private void Tell()
    {
        var bySite = _suspects.GroupBy(static suspect => suspect.Value).ToDictionary(static site => site.Key, static site => site.Select(static suspect => suspect.Key).ToArray());
        foreach (var site in _told.Keys.Where(site => !bySite.ContainsKey(site)).ToArray())
        {
            _told.Remove(site);
        }

        foreach (var (site, held) in bySite)
        {
            var told = _told.GetValueOrDefault(site);
            if (held.Length < Math.Max(1, told * 2))
            {
                continue;
            }

            _told[site] = held.Length;
            var oldest = held.Max(suspect => time.GetElapsedTime(suspect.Slot.RentedAt));
            PoolLog.LongHeld(logger, pool, held.Length, site.FilePath, site.Line, site.Member, oldest.TotalSeconds);
        }
    }
}
