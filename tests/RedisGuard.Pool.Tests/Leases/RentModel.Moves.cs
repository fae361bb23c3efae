using RedisGuard.Pool.Connections;
using RedisGuard.Pool.Leases;
using RedisGuard.Pool.Tests.Doubles;

namespace RedisGuard.Pool.Tests.Leases;

// What may happen next.
internal sealed partial class RentModel
{
    private void LetGo()
    {
        while (_opening.Count + _hung.Count + _closing.Count + _answering.Count > 0)
        {
            // Emptied first: what completes may begin something new.
            TaskCompletionSource[] opening = [.. _opening, .. _hung, .. _answering];
            _opening.Clear();
            _hung.Clear();
            _answering.Clear();
            Array.ForEach(opening, static go => go.TrySetResult());
            while (_closing.Count > 0)
            {
                Close();
            }
        }
    }

    private void Rent()
    {
        if (IsClosed)
        {
            Assert.Throws<ObjectDisposedException>(() => { _ = _exclusive.RentAsync(new RedisCallSite("model", 1, "Rent"), default).AsTask(); });
            Count("refused");
            return;
        }

        var cancel = new CancellationTokenSource();
        _renting.Add((_exclusive.RentAsync(new RedisCallSite("model", 1, "Rent"), cancel.Token).AsTask(), cancel));
    }

    private void End(Action<RedisLease> end, bool spoils = false)
    {
        if (_held.Count == 0)
        {
            return;
        }

        var index = _random.Next(_held.Count);
        var lease = _held[index];
        var connection = (FakeConnection)lease.Slot.Connection!;
        _held.RemoveAt(index);
        connection.Operations += _random.Next(2);
        connection.Outstanding = _random.Next(4) == 0 ? 1 : 0;
        if (_random.Next(16) == 0)
        {
            Count("could not be counted");
            connection.OnOutstanding = static () => throw new InvalidOperationException("the library's innards");
        }

        connection.OnAnswered = () =>
        {
            Count("asked for its answers");
            return Later(_answering);
        };
        connection.OnClose = () =>
        {
            var go = new TaskCompletionSource();
            _closing.Add((go, connection));
            return go.Task;
        };
        if (spoils)
        {
            _spoilt.Add(connection);
        }

        end(lease);
        _over = lease;
        Count(spoils ? "spoilt" : "returned");
    }

    private void Spoil()
    {
        if (_held.Count > 0)
        {
            var slot = _held[_random.Next(_held.Count)].Slot;
            _spoilt.Add((FakeConnection)slot.Connection!);
            slot.Spoil(LeaseSpoil.Command);
            Count("used up");
        }
    }

    private void Close()
    {
        if (_closing.Count > 0)
        {
            var (go, _) = _closing[0];
            _closing.RemoveAt(0);
            go.SetResult();
            Count("closed");
        }
    }

    private void Cancel()
    {
        if (_renting.Count > 0)
        {
            _renting[_random.Next(_renting.Count)].Cancel.Cancel();
            Count("cancelled");
        }
    }

    private void Misfortune()
    {
        switch (_random.Next(3))
        {
            case 0:
                // Once more for a lease that is over: nobody else's tenancy may end by it.
                _over?.Dispose();
                _over?.Abandon();
                break;
            case 1:
                if (_slots.All[_random.Next(Limit)] is { State: RedisConnectionState.Idle, Connection: FakeConnection idle })
                {
                    idle.IsReady = false;
                    Count("died idle");
                }

                break;
            case 2 when IsClosed:
                break;
            default:
                _opener.Connections.ForEach(connection => connection.OnAsk = _random.Next(10) == 0 && !_isFinishing ? Refuse : static () => { });
                _pruner.Prune();
                Count("pruned");
                break;
        }
    }

    private void Refuse()
    {
        Count("could not be asked");
        throw new InvalidOperationException("the library's innards");
    }

    private void Settle<T>(List<T> all, Action<T> well, Action<T> badly)
    {
        if (all.Count > 0)
        {
            var index = _random.Next(all.Count);
            var one = all[index];
            all.RemoveAt(index);
            (_random.Next(4) == 0 ? badly : well)(one);
        }
    }

    private Task Hang()
    {
        Count("hung");
        return Later(_hung);
    }

    private static Task Later(List<TaskCompletionSource> all)
    {
        var go = new TaskCompletionSource();
        all.Add(go);
        return go.Task;
    }
}
