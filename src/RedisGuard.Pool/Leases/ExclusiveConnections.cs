using System.Diagnostics;
using RedisGuard.Pool.Connections;
using RedisGuard.Pool.Leaks;
using RedisGuard.Pool.Telemetry;

namespace RedisGuard.Pool.Leases;

/// <summary>Rents connections and takes them back.</summary>
internal sealed class ExclusiveConnections(
    ConnectionSlots slots,
    SlotConnector connector,
    LeakTracker leaks,
    ExhaustionDiagnosis diagnosis,
    LeaseRenewals renewals,
    PoolInstruments instruments,
    RedisPoolOptions options,
    TimeProvider time)
{
    // Longer than the way to another continent and back; the slot is nobody's meanwhile.
    private static readonly TimeSpan SettleTime = TimeSpan.FromSeconds(1);

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
        Release(slot, end);
        instruments.Used(used);
        return true;
    }

    private void Release(ConnectionSlot slot, TenancyEnd end)
    {
        if (end != TenancyEnd.Returned)
        {
            _ = connector.DiscardAsync(slot, finishCommands: false);
        }
        else if (_closed || !connector.IsFit(slot) || slot.SpoiltBy == LeaseSpoil.Lost)
        {
            var (spoil, site) = (slot.SpoiltBy, slot.Site);
            _ = connector.DiscardAsync(slot, finishCommands: true);

            // What its tenant did used it up, also where the server or the library ended it for that.
            if (!_closed && spoil is not (LeaseSpoil.None or LeaseSpoil.Lost))
            {
                renewals.Tell(spoil, site);
            }
        }
        else
        {
            TakeBack(slot, slot.Connection!);
        }
    }

    /// <summary>Called by the finalizer of a lease. <see langword="false"/> when the record could not be taken: try again at the next collection.</summary>
    public bool ReportCollected(ConnectionSlot slot, long tenancy, in RedisCallSite site, StackTrace? stack) =>
        leaks.TryReport(new LeakRecord(RedisLeakKind.Lease, site, stack, () => TryEnd(slot, tenancy, TenancyEnd.Reclaimed)));

    /// <summary>No new leases; those that come back are closed.</summary>
    public void Close() => _closed = true;

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

    private void TakeBack(ConnectionSlot slot, IPhysicalConnection connection)
    {
        var outstanding = Outstanding(slot, connection);
        if (slot.SpoiltBy != LeaseSpoil.None)
        {
            Renew(slot, slot.SpoiltBy, finishCommands: outstanding == 0);
        }
        else if (outstanding == 0)
        {
            Keep(slot, connection);
        }
        else if (connection.Sockets.IsStale || slot.Blocking.Any(slot.Tenancy))
        {
            // Not waited for: a blocking command that was given up would take an element for nobody.
            Renew(slot, LeaseSpoil.Outstanding, finishCommands: false);
        }
        else
        {
            SettleAsync(slot, connection).Observe();
        }
    }

    // The library speaks on the connection too (the end of its handshake, signs of life), and says of no command whose it is. Who rents
    // meanwhile may have another opened, where there is room.
    private async Task SettleAsync(ConnectionSlot slot, IPhysicalConnection connection)
    {
        var isAnswered = await IsAnsweredAsync(connection).ConfigureAwait(false);
        if (_closed || !connector.IsFit(slot) || slot.SpoiltBy != LeaseSpoil.None)
        {
            await connector.DiscardAsync(slot, finishCommands: isAnswered).ConfigureAwait(false);
        }
        else if (isAnswered)
        {
            Keep(slot, connection);
        }
        else
        {
            Renew(slot, LeaseSpoil.Outstanding, finishCommands: false);
        }
    }

    private async Task<bool> IsAnsweredAsync(IPhysicalConnection connection)
    {
        try
        {
            var asking = connection.AnsweredAsync();
            asking.Observe();
            await asking.WaitAsync(SettleTime, time).ConfigureAwait(false);
            return true;
        }
#pragma warning disable CA1031 // Whatever it is, the connection isn't known to be as it was.
        catch (Exception)
#pragma warning restore CA1031
        {
            return false;
        }
    }

    private void Keep(ConnectionSlot slot, IPhysicalConnection connection)
    {
        connection.Sockets.AllowReconnects();
        slots.Release(slot);
    }

    private void Renew(ConnectionSlot slot, LeaseSpoil spoil, bool finishCommands)
    {
        var site = slot.Site;
        connector.RenewAsync(slot, finishCommands).Observe();
        renewals.Tell(spoil, site);
    }

    private static long Outstanding(ConnectionSlot slot, IPhysicalConnection connection)
    {
        try
        {
            return connection.Operations == slot.OperationsAtStart ? 0 : connection.OutstandingCommands;
        }
#pragma warning disable CA1031 // A connection that is torn down: whatever its innards throw, the permit must come back.
        catch (Exception)
#pragma warning restore CA1031
        {
            return 1;
        }
    }
}
