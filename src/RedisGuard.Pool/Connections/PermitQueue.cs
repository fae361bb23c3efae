using System.Diagnostics;

namespace RedisGuard.Pool.Connections;

/// <summary>
/// The semaphore of the pool: a fixed number of permits, handed to waiters strictly in order.
/// </summary>
/// <remarks>
/// One number tells all: positive is how many permits are free, negative how many waits are unsettled. While anybody
/// waits it is below one, so a newcomer cannot overtake the queue, and without waiters acquire and release are one
/// interlocked operation each. SemaphoreSlim takes a lock for both.
/// </remarks>
internal sealed class PermitQueue(
    int permits,
    TaskCreationOptions continuations = TaskCreationOptions.RunContinuationsAsynchronously)
{
    private readonly object _gate = new();
    private readonly LinkedList<PermitWaiter> _waiters = new();
    private long _balance = permits;
    private long _withdrawn;
    private int _borrowed;
    private bool _closed;

    /// <summary>How many permits nobody holds; never negative.</summary>
    public int Available => (int)Math.Max(0, Interlocked.Read(ref _balance));

    public int Waiting
    {
        get
        {
            lock (_gate)
            {
                return _waiters.Count;
            }
        }
    }

    public bool TryAcquire()
    {
        var balance = Volatile.Read(ref _balance);
        while (balance > 0)
        {
            var seen = Interlocked.CompareExchange(ref _balance, balance - 1, balance);
            if (seen == balance)
            {
                return true;
            }

            balance = seen;
        }

        return false;
    }

    /// <summary>
    /// Acquires a permit for the pool's own housekeeping. Who comes until <see cref="GiveBack"/> may wait for it, however few may
    /// wait: the pool isn't exhausted.
    /// </summary>
    public bool TryBorrow()
    {
        Interlocked.Increment(ref _borrowed);
        if (TryAcquire())
        {
            return true;
        }

        Interlocked.Decrement(ref _borrowed);
        return false;
    }

    /// <summary>Releases a borrowed permit.</summary>
    public void GiveBack()
    {
        Release();
        Interlocked.Decrement(ref _borrowed);
    }

    /// <summary>
    /// Joins the queue; the result's task completes when the permit is the caller's. <see langword="null"/> when
    /// <paramref name="maxWaiters"/> already wait.
    /// </summary>
    /// <param name="maxWaiters">How long the queue may become.</param>
    /// <param name="first">Whether to stand before all others.</param>
    /// <param name="draining">Whether to wait although the queue is closed: what a drain does.</param>
    public PermitWaiter? Enqueue(int maxWaiters, bool first = false, bool draining = false)
    {
        var waiter = new PermitWaiter(continuations);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed && !draining, typeof(RedisPool));
            if (_waiters.Count - Volatile.Read(ref _borrowed) >= maxWaiters && Volatile.Read(ref _balance) <= 0)
            {
                return null;
            }

            if (Interlocked.Decrement(ref _balance) < 0)
            {
                waiter.Place = first ? _waiters.AddFirst(waiter) : _waiters.AddLast(waiter);
                return waiter;
            }

            waiter.IsGranted = true;
        }

        waiter.TrySetResult();
        return waiter;
    }

    /// <summary>Acquires a permit before a deadline; the caller then holds it, whatever happens next.</summary>
    public ValueTask AcquireAsync(
        Deadline deadline, int maxWaiters, ExhaustionDiagnosis diagnosis, CancellationToken cancellationToken, bool first = false) =>
        TryAcquire() ? default : WaitAsync(deadline, maxWaiters, diagnosis, first, cancellationToken);

    /// <summary>
    /// Leaves the queue. <see langword="false"/> when the permit was granted meanwhile: it is then the caller's, who
    /// must release it.
    /// </summary>
    public bool Withdraw(PermitWaiter waiter)
    {
        lock (_gate)
        {
            if (waiter.Place is { } place)
            {
                Unlink(place);
            }

            return !waiter.IsGranted;
        }
    }

    public void Release()
    {
        if (Interlocked.Increment(ref _balance) > 0)
        {
            return;
        }

        NextWaiter()?.TrySetResult();
    }

    /// <summary>Refuses newcomers and fails everybody who waits.</summary>
    public void Close()
    {
        List<PermitWaiter> refused;
        lock (_gate)
        {
            _closed = true;
            refused = [.. _waiters];
            while (_waiters.First is { } place)
            {
                Unlink(place);
            }
        }

        foreach (var waiter in refused)
        {
            waiter.TrySetException(new ObjectDisposedException(nameof(RedisPool), "The pool was disposed while this call waited for a connection."));
        }
    }

    private async ValueTask WaitAsync(
        Deadline deadline, int maxWaiters, ExhaustionDiagnosis diagnosis, bool first, CancellationToken cancellationToken)
    {
        var waiter = Enqueue(maxWaiters, first) ?? throw diagnosis.QueueIsFull(maxWaiters);
        var waiting = deadline.WaitAsync(waiter.Task, cancellationToken);

        // Looked at and not thrown: of thousands that fail together, each would be thrown twice.
        await waiting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (waiting.IsCompletedSuccessfully)
        {
            return;
        }

        var hasTimedOut = waiting.Exception?.InnerException is TimeoutException;
        if ((waiting.IsCanceled || hasTimedOut) && !Withdraw(waiter))
        {
            // Granted in the same moment: the next in the queue must not pay for this one's impatience.
            Release();
        }

        if (hasTimedOut)
        {
            throw diagnosis.TimedOut(deadline.Elapsed);
        }

        await waiting.ConfigureAwait(false); // throws what it ended with
    }

    private PermitWaiter? NextWaiter()
    {
        lock (_gate)
        {
            LinkedListNode<PermitWaiter>? place;
            while ((place = _waiters.First) is null)
            {
                // The balance still counts somebody who withdrew. Settle that one, and look again: the permit may now
                // be free, or owed to the next who withdrew.
                Debug.Assert(_withdrawn > 0, "a negative balance without a wait behind it");
                _withdrawn--;
                if (Interlocked.Increment(ref _balance) > 0)
                {
                    return null;
                }
            }

            _waiters.RemoveFirst();
            var waiter = place.Value;
            waiter.Place = null;
            waiter.IsGranted = true;
            return waiter;
        }
    }

    // Taking a withdrawn wait off the balance here would race with a release that has seen it and is on its way to the
    // lock; so it stays counted until a release settles it.
    private void Unlink(LinkedListNode<PermitWaiter> place)
    {
        _waiters.Remove(place);
        place.Value.Place = null;
        _withdrawn++;
    }
}
