namespace RedisGuard.Pool.Connections;

/// <summary>
/// One shared connection: opened by the first who needs it, once however many race; a failed attempt is forgotten, and so is a
/// connection that somebody disposed who had only borrowed it.
/// </summary>
internal sealed class SharedConnection(
    ConnectionSlots slots, SlotConnector connector, ExhaustionDiagnosis diagnosis, Func<Deadline> deadline, Action<IPhysicalConnection>? disposedByOther = null) : IStandingConnection
{
    private readonly object _gate = new();
    private volatile IPhysicalConnection? _current;
    private Task<IPhysicalConnection>? _opening;
    private volatile Exception? _failure;
    private ConnectionSlot? _slot;
    private volatile bool _closed;

    /// <summary>The connection, once it was opened and until it is closed.</summary>
    public IPhysicalConnection? Current =>
        !_closed && _current is { } connection && (connection.IsReady || !IsLost(connection)) ? connection : null;

    /// <summary>Why the last attempt to open it failed; <see langword="null"/> when none did, or one succeeded since.</summary>
    public Exception? Failure => _failure;

    /// <summary>Whether it was open once, and has to be opened anew: what hangs on it can't wait for somebody to ask.</summary>
    public bool IsMissed { get; private set; }

    /// <summary>The connection, or the one attempt to open it that everybody shares.</summary>
    public Task<IPhysicalConnection> OpenAsync()
    {
        _ = Current; // forgets one that was disposed
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, typeof(RedisPool));

            // The attempt runs on the pool's own time: a caller who loses patience leaves it to the others.
            return _opening ??= Task.Run(OpenOnceAsync);
        }
    }

    Task<IPhysicalConnection> IStandingConnection.OpenAsync(CancellationToken cancellationToken) => OpenAsync().WaitAsync(cancellationToken);

    /// <summary>Refuses everybody from now on.</summary>
    public void Refuse() => _closed = true;

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

    // Down is what most are that aren't ready, and they come back. One that was disposed doesn't: it makes room for another.
    private bool IsLost(IPhysicalConnection connection)
    {
        if (!connection.IsDisposed)
        {
            return false;
        }

        ConnectionSlot? slot;
        lock (_gate)
        {
            if (_closed || _current != connection)
            {
                return _current != connection;
            }

            slot = _slot;
            _slot = null;
            _current = null;
            _opening = null;
            IsMissed = true;
        }

        if (slot is not null)
        {
            connector.DiscardAsync(slot, finishCommands: false).Observe();
        }

        disposedByOther?.Invoke(connection);
        return true;
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
                IsMissed = false;
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
