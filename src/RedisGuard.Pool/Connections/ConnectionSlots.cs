using System.Diagnostics;

namespace RedisGuard.Pool.Connections;

/// <summary>
/// The hard limit: as many slots as there may be connections, of every kind, opening and closing ones included.
/// </summary>
/// <remarks>
/// Who holds a permit may take one slot, and every slot that is in neither stack belongs to somebody with a permit. Hence
/// the order: permit before slot when acquiring, slot before permit when releasing.
/// </remarks>
internal sealed class ConnectionSlots
{
    private readonly ConnectionSlot[] _slots;
    private readonly SlotStack _idle;
    private readonly SlotStack _vacant;
    private readonly object _withholding = new();
    private int _withheld;
    private bool _isGivenBack;

    public ConnectionSlots(int limit, TaskCreationOptions continuations = TaskCreationOptions.RunContinuationsAsynchronously)
    {
        _slots = new ConnectionSlot[limit];
        _idle = new SlotStack(_slots);
        _vacant = new SlotStack(_slots);
        for (var index = limit - 1; index >= 0; index--)
        {
            _slots[index] = new ConnectionSlot(index);
            _vacant.Push(_slots[index]);
        }

        Permits = new PermitQueue(limit, continuations);
    }

    public PermitQueue Permits { get; }

    public IReadOnlyList<ConnectionSlot> All => _slots;

    /// <summary>How many connections there may be: as many as slots, less the withheld permits.</summary>
    public int Limit => _slots.Length - Volatile.Read(ref _withheld);

    /// <summary>Takes permits out of use, as far as they are free. Returns how many.</summary>
    public int Withhold(int count)
    {
        lock (_withholding)
        {
            var taken = 0;
            while (taken < count && !_isGivenBack && Permits.TryAcquire())
            {
                taken++;
            }

            _withheld += taken;
            return taken;
        }
    }

    /// <summary>Puts the withheld permits back, for good: a drain needs them all.</summary>
    public void GiveBack()
    {
        lock (_withholding)
        {
            _isGivenBack = true;
            for (; _withheld > 0; _withheld--)
            {
                Permits.Release();
            }
        }
    }

    /// <summary>How many connections are idle, and how many are there for anything else.</summary>
    public (int Idle, int Used) Count()
    {
        var idle = 0;
        var used = 0;
        foreach (var slot in _slots)
        {
            switch (slot.State)
            {
                case RedisConnectionState.None:
                    break;
                case RedisConnectionState.Idle:
                    idle++;
                    break;
                default:
                    used++;
                    break;
            }
        }

        return (idle, used);
    }

    /// <summary>For the holder of a permit: a slot with an idle connection if there is one, else a vacant one.</summary>
    public ConnectionSlot TakeWarm() => Take(_idle, _vacant);

    /// <summary>For the holder of a permit: a vacant slot if there is one, else one whose idle connection has to go.</summary>
    public ConnectionSlot TakeVacant() => Take(_vacant, _idle);

    /// <summary>For the holder of a permit: the warmest idle slot, if any.</summary>
    public ConnectionSlot? TryTakeIdle() => _idle.TryPop();

    /// <summary>Gives back a slot together with its permit.</summary>
    public void Release(ConnectionSlot slot)
    {
        PutBack(slot);
        Permits.Release();
    }

    /// <summary>Gives back a slot and keeps the permit.</summary>
    public void PutBack(ConnectionSlot slot)
    {
        if (slot.Connection is null)
        {
            slot.State = RedisConnectionState.None;
            _vacant.Push(slot);
        }
        else
        {
            slot.State = RedisConnectionState.Idle;
            _idle.Push(slot);
        }
    }

    private static ConnectionSlot Take(SlotStack preferred, SlotStack other)
    {
        // Somebody may move the last slot from one stack to the other between the two looks; a permit says that there
        // is one in either, so look again.
        var spin = default(SpinWait);
        while (true)
        {
            if ((preferred.TryPop() ?? other.TryPop()) is { } slot)
            {
                Debug.Assert(slot.State is RedisConnectionState.None or RedisConnectionState.Idle, "a slot in a stack is nobody's");
                return slot;
            }

            spin.SpinOnce();
        }
    }
}
