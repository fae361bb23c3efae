using System.Net;
using Microsoft.Extensions.Logging;
using RedisGuard.Pool.Telemetry;

namespace RedisGuard.Pool.Connections;

/// <summary>Opens and closes the connections that sit in slots.</summary>
internal sealed class SlotConnector(
    ConnectionSlots slots, IConnectionOpener opener, PoolInstruments instruments, ILogger logger, RedisPoolOptions options, TimeProvider time)
{
    private int _isKnown;

    // Connections opened together would otherwise die together, and be reopened together.
    private const double LifetimeJitter = 0.1;

    /// <summary>Called whenever a connection is about to be opened.</summary>
    public Action? FirstUse { get; set; }

    /// <summary>Whether its connection is up and young enough to be used again.</summary>
    public bool IsFit(ConnectionSlot slot) =>
        slot.Connection is { IsReady: true }
        && (slot.Lifetime == TimeSpan.MaxValue || time.GetElapsedTime(slot.OpenedAt) < slot.Lifetime);

    /// <summary>
    /// Closes a connection that must not be used again and opens another in its place, beside everybody, so that the next to
    /// rent finds it there. When that fails, the slot is released empty: who needs it tries again, and hears why.
    /// </summary>
    /// <param name="slot">The slot, still its last user's.</param>
    /// <param name="finishCommands">Whether commands under way may complete first.</param>
    public async Task RenewAsync(ConnectionSlot slot, bool finishCommands)
    {
        try
        {
            await CloseAsync(slot, finishCommands).ConfigureAwait(false);
            await OpenAsync(slot, RedisConnectionKind.Exclusive).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Nobody waits for it.
        catch (Exception)
#pragma warning restore CA1031
        {
            // Whatever it is, it meets the next to rent too.
        }
        finally
        {
            slots.Release(slot);
        }
    }

    /// <summary>Opens a connection in the slot, after closing the one that is there.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="kind">What the connection is for.</param>
    /// <param name="node">The one node of several that it leads to; <see langword="null"/> for what the configuration says.</param>
    public async Task<IPhysicalConnection> OpenAsync(ConnectionSlot slot, RedisConnectionKind kind, EndPoint? node = null)
    {
        if (slot.Connection is not null)
        {
            await CloseAsync(slot, finishCommands: true).ConfigureAwait(false);
        }

        FirstUse?.Invoke();
        slot.Kind = kind;
        slot.State = RedisConnectionState.Connecting;
        var began = time.GetTimestamp();
        using var span = instruments.Start("redisguard.connect");
        var connection = await opener.OpenAsync(kind, node).ConfigureAwait(false);
        slot.OpenedAt = time.GetTimestamp();
        slot.Lifetime = kind == RedisConnectionKind.Exclusive ? Jittered(options.MaxLifetime) : TimeSpan.MaxValue;
        slot.IdleTimeout = Jittered(options.IdleTimeout);
        slot.SeenTenancy = -1;
        slot.Connection = connection;

        // Only now that the slot has it: whoever listens may call the pool.
        Tell(connection, time.GetElapsedTime(began, slot.OpenedAt));
        return connection;
    }

    /// <summary>Sees to a slot whose user gave up while it was being warmed: a connection that arrives is kept.</summary>
    public async Task AdoptAsync(ConnectionSlot slot, Task warming)
    {
        await warming.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        slots.Release(slot);
    }

    /// <summary>Closes the slot's connection; only then are slot and permit free, for the server counts it until then.</summary>
    public async Task DiscardAsync(ConnectionSlot slot, bool finishCommands)
    {
        await CloseAsync(slot, finishCommands).ConfigureAwait(false);
        slots.Release(slot);
    }

    /// <summary>Closes the slot's connection and keeps slot and permit.</summary>
    public static async Task CloseAsync(ConnectionSlot slot, bool finishCommands)
    {
        slot.State = RedisConnectionState.Closing;
        try
        {
            if (slot.Connection is { } connection)
            {
                await connection.CloseAsync(finishCommands).ConfigureAwait(false);
            }
        }
#pragma warning disable CA1031 // Whatever the library throws at the end of a connection: the slot must become free.
        catch (Exception)
#pragma warning restore CA1031
        {
            // Closing is the last that is done to it.
        }
        finally
        {
            slot.Connection = null;
        }
    }

    /// <summary>Says once where the pool leads, when a connection is there that knows it: one that was opened while the server is down doesn't.</summary>
    public void Meet(IPhysicalConnection connection)
    {
        if (Volatile.Read(ref _isKnown) == 0 && connection.IsReady && Interlocked.Exchange(ref _isKnown, 1) == 0)
        {
            // It may be torn down already, and fails no open for that.
            PoolLog.PoolConnected(logger, options.Name!, Fence.Ask(static open => open.Describe(), connection, otherwise: "a server that is gone again"), options.MaxConnections);
            if (options.FleetBudget is { } processes)
            {
                _ = new FleetAdvisor(slots, options, logger).AskAsync(connection, processes);
            }
        }
    }

    private void Tell(IPhysicalConnection connection, TimeSpan took)
    {
        instruments.Created(took);
        PoolLog.Opened(logger, options.Name!, connection.Name, took.TotalMilliseconds);
        Meet(connection);
    }

    private static TimeSpan Jittered(TimeSpan lifetime) =>
        lifetime == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : lifetime * (1 - (LifetimeJitter * Random.Shared.NextDouble()));
}
