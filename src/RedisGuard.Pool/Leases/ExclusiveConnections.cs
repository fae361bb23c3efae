using System.Diagnostics;
using RedisGuard.Pool.Connections;
using RedisGuard.Pool.Leaks;
using RedisGuard.Pool.Telemetry;

namespace RedisGuard.Pool.Leases;

/// <summary>Rents connections, and ends what was rented.</summary>
internal sealed class ExclusiveConnections(
    ConnectionSlots slots,
    SlotConnector connector,
    LeakTracker leaks,
    ExhaustionDiagnosis diagnosis,
    LeaseReturns returns,
    PoolInstruments instruments,
    RedisPoolOptions options,
    TimeProvider time)
{
    private readonly TimeSpan _timeout = options.AcquireTimeout;
    private readonly int _maxWaiters = options.MaxWaiters;
    private readonly bool _namesSites = options.NameCallSites;
    private volatile bool _closed;

    public ValueTask<RedisLease> RentAsync(RedisCallSite site, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_closed, typeof(RedisPool));
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<RedisLease>(cancellationToken);
        }

        // Permit first, and outside any try: a finally around the wait would release what it never had.
        if (!slots.Permits.TryAcquire())
        {
            return WaitAndRentAsync(site, cancellationToken);
        }

        var slot = slots.TakeWarm();
        if (!connector.IsFit(slot))
        {
            return WarmAndLeaseAsync(slot, site, new Deadline(time, _timeout), cancellationToken);
        }

        var lease = Lease(slot, site);
        instruments.Rented();
        return new ValueTask<RedisLease>(lease);
    }

    /// <summary>Ends a tenancy once. <see langword="false"/> when it had ended before.</summary>
    public bool TryEnd(ConnectionSlot slot, long tenancy, TenancyEnd end)
    {
        if (!slot.TryEnd(tenancy, end))
        {
            return false;
        }

        // Read before the slot is another's, told after: a listener may do anything, be it to rent again.
        var used = PoolInstruments.ReadUse(time, slot.RentedAt);
        returns.Take(slot, end);
        instruments.Used(used);
        return true;
    }

    /// <summary>Called by the finalizer of a lease. <see langword="false"/> when the record could not be taken: try again at the next collection.</summary>
    public bool ReportCollected(ConnectionSlot slot, long tenancy, in RedisCallSite site, StackTrace? stack) =>
        leaks.TryReport(new LeakRecord(RedisLeakKind.Lease, site, stack, () => TryEnd(slot, tenancy, TenancyEnd.Reclaimed)));

    /// <summary>No new leases; those that come back are closed.</summary>
    public void Close()
    {
        _closed = true;
        returns.Close();
    }

    private RedisLease Lease(ConnectionSlot slot, in RedisCallSite site)
    {
        try
        {
            if (_namesSites)
            {
                CallSiteName.Send(slot.Connection!, site);
            }

            var tenancy = slot.Begin(site, time.GetTimestamp(), slot.Connection!.Operations);
            return new RedisLease(this, slot, tenancy, site, leaks.SampleStack(tenancy, site), leaks.IsOn);
        }
        catch
        {
            // No memory for the lease, say: without one nobody would ever give the permit back.
            slot.TryEnd(slot.Tenancy, TenancyEnd.Abandoned);
            _ = connector.DiscardAsync(slot, finishCommands: false);
            throw;
        }
    }

    private async ValueTask<RedisLease> WaitAndRentAsync(RedisCallSite site, CancellationToken cancellationToken)
    {
        using var span = instruments.Start("redisguard.rent");
        var deadline = new Deadline(time, _timeout);
        await slots.Permits.AcquireAsync(deadline, _maxWaiters, diagnosis, cancellationToken).ConfigureAwait(false);
        var slot = slots.TakeWarm();
        if (!connector.IsFit(slot))
        {
            return await WarmAndLeaseAsync(slot, site, deadline, cancellationToken).ConfigureAwait(false);
        }

        var lease = Lease(slot, site);
        instruments.Waited(deadline.Elapsed);
        return lease;
    }

    private async ValueTask<RedisLease> WarmAndLeaseAsync(
        ConnectionSlot slot, RedisCallSite site, Deadline deadline, CancellationToken cancellationToken)
    {
        var warming = connector.OpenAsync(slot, RedisConnectionKind.Exclusive);
        try
        {
            await deadline.WaitAsync(warming, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // Whatever becomes of it, the connection goes to the pool and not to the void.
            _ = connector.AdoptAsync(slot, warming);
            if (e is TimeoutException && !warming.IsFaulted)
            {
                throw diagnosis.ConnectTooSlow(deadline.Elapsed, e, isKept: true);
            }

            throw;
        }

        if (_closed)
        {
            _ = connector.DiscardAsync(slot, finishCommands: true);
            throw new ObjectDisposedException(nameof(RedisPool), "The pool was disposed while this call opened a connection.");
        }

        var lease = Lease(slot, site);
        instruments.Waited(deadline.Elapsed);
        return lease;
    }
}
