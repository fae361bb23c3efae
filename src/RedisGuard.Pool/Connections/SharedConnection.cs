namespace RedisGuard.Pool.Connections;

/// <summary>
/// One shared connection: opened by the first who needs it, once however many race; a failed attempt is forgotten.
/// </summary>
internal sealed class SharedConnection(ConnectionSlots slots, SlotConnector connector, ExhaustionDiagnosis diagnosis, Func<Deadline> deadline)
{
    private readonly object _gate = new();
    private volatile IPhysicalConnection? _current;
    private Task<IPhysicalConnection>? _opening;
    private ConnectionSlot? _slot;
    private bool _closed;

    /// <summary>The connection, once it was opened.</summary>
    public IPhysicalConnection? Current => _current;

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

        if (Interlocked.Exchange(ref _slot, null) is { } slot)
        {
            _current = null;
            await connector.DiscardAsync(slot, finishCommands: true).ConfigureAwait(false);
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
                _current = connection;
                return connection;
            }
            catch
            {
                slots.Release(slot);
                throw;
            }
        }
        catch
        {
            lock (_gate)
            {
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
