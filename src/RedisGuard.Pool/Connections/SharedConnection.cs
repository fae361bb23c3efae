namespace RedisGuard.Pool.Connections;

/// <summary>
/// One shared connection: opened by the first who needs it, once however many race; a failed attempt is forgotten.
/// </summary>
internal sealed class SharedConnection(ConnectionSlots slots, SlotConnector connector, ExhaustionDiagnosis diagnosis, Func<Deadline> deadline)
{
    private readonly object _gate = new();
    private volatile IPhysicalConnection? _current;
    private Task<IPhysicalConnection>? _opening;
    private volatile Exception? _failure;
    private ConnectionSlot? _slot;
    private bool _closed;

    /// <summary>The connection, once it was opened.</summary>
    public IPhysicalConnection? Current => _current;

    /// <summary>Why the last attempt to open it failed; <see langword="null"/> when none did, or one succeeded since.</summary>
    public Exception? Failure => _failure;

    /// <summary>The connection, or the one attempt to open it that everybody shares.</summary>
    public Task<IPhysicalConnection> OpenAsync()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, typeof(RedisPool));

            // The attempt runs on the pool's own time: a caller who loses patience leaves it to the others.
            return _opening ??= Task.Run(OpenOnceAsync);
        }
    }

    public async Task CloseAsync()
    {
        Task<IPhysicalConnection>? opening;
        lock (_gate)
        {
            _closed = true;
            opening = _opening;
        }

        if (opening is not null)
        {
            await ((Task)opening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        ConnectionSlot? slot;
        lock (_gate)
        {
            slot = _slot;
            _slot = null;
            _current = null;
        }

        if (slot is not null)
        {
            await connector.DiscardAsync(slot, finishCommands: true).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Opens another connection beside the present one and, when that is found better, puts it in its place. The present one
    /// stays untouched until then, and for the caller to discard.
    /// </summary>
    /// <param name="present">The connection to replace.</param>
    /// <param name="isBetter">Compares the new connection with it.</param>
    /// <returns>The slot of the replaced connection; <see langword="null"/> when it stayed.</returns>
    public async Task<ConnectionSlot?> ReplaceAsync(IPhysicalConnection present, Func<IPhysicalConnection, Task<bool>> isBetter)
    {
        var slot = await AcquireAsync().ConfigureAwait(false);
        var replaced = default(ConnectionSlot);
        try
        {
            var fresh = await connector.OpenAsync(slot, RedisConnectionKind.Shared).ConfigureAwait(false);
            if (await isBetter(fresh).ConfigureAwait(false))
            {
                replaced = Swap(present, slot, fresh);
            }
        }
        finally
        {
            if (replaced is null)
            {
                await connector.DiscardAsync(slot, finishCommands: false).ConfigureAwait(false);
            }
        }

        return replaced;
    }

    // Closed meanwhile, there is nothing to swap: whoever closes takes the present slot, and the new one is not wanted.
    private ConnectionSlot? Swap(IPhysicalConnection present, ConnectionSlot slot, IPhysicalConnection fresh)
    {
        lock (_gate)
        {
            if (_closed || _current != present)
            {
                return null;
            }

            var replaced = _slot;
            slot.State = RedisConnectionState.Shared;
            _slot = slot;
            _opening = Task.FromResult(fresh);
            _current = fresh;
            return replaced;
        }
    }

    private async Task<IPhysicalConnection> OpenOnceAsync()
    {
        try
        {
            var slot = await AcquireAsync().ConfigureAwait(false);
            try
            {
                var connection = await connector.OpenAsync(slot, RedisConnectionKind.Shared).ConfigureAwait(false);
                slot.State = RedisConnectionState.Shared;
                _slot = slot;
                _failure = null;
                _current = connection;
                return connection;
            }
            catch
            {
                slots.Release(slot);
                throw;
            }
        }
        catch (Exception e)
        {
            lock (_gate)
            {
                _failure = e;
                _opening = null;
            }

            throw;
        }
    }

    // Before all who wait for a lease: everything else in the process may hang on the shared connection.
    private async Task<ConnectionSlot> AcquireAsync()
    {
        await slots.Permits.AcquireAsync(deadline(), int.MaxValue, diagnosis, CancellationToken.None, first: true).ConfigureAwait(false);
        return slots.TakeVacant();
    }
}
