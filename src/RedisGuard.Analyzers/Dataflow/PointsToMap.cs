using System.Collections.Generic;

namespace RedisGuard.Analyzers.Dataflow;

/// <summary>
/// Keys, each with what it refers to; one that isn't there refers to nothing. A clone shares them until one of the two is changed: a flow
/// clones the state before each operation that may throw, and few of them change much.
/// </summary>
/// <typeparam name="TKey">A variable, or a value that the compiler keeps for itself.</typeparam>
internal sealed class PointsToMap<TKey>
    where TKey : notnull
{
    private Dictionary<TKey, PointsTo> _known;
    private bool _isShared;

    public PointsToMap(IEqualityComparer<TKey> comparer) => _known = new Dictionary<TKey, PointsTo>(comparer);

    private PointsToMap(PointsToMap<TKey> other) => (_known, _isShared, other._isShared) = (other._known, true, true);

    public PointsTo this[TKey key]
    {
        get => _known.TryGetValue(key, out PointsTo value) ? value : PointsTo.Empty;
        set
        {
            if (!value.IsEmpty)
            {
                Own()[key] = value;
            }
            else if (_known.ContainsKey(key))
            {
                Own().Remove(key);
            }
        }
    }

    /// <summary>Every key that refers to something.</summary>
    public IEnumerable<KeyValuePair<TKey, PointsTo>> Entries => _known;

    public PointsToMap<TKey> Clone() => new(this);

    /// <summary>Tells whether both know the same.</summary>
    public bool IsSameAs(PointsToMap<TKey> other)
    {
        if (_known == other._known)
        {
            return true;
        }

        foreach (KeyValuePair<TKey, PointsTo> entry in _known)
        {
            if (!entry.Value.Equals(other[entry.Key]))
            {
                return false;
            }
        }

        return _known.Count == other._known.Count;
    }

    /// <summary>Adds what another path knows. Returns whether anything was new.</summary>
    public bool Join(PointsToMap<TKey> other)
    {
        if (other._known == _known)
        {
            return false;
        }

        bool changed = false;
        foreach (KeyValuePair<TKey, PointsTo> entry in other._known)
        {
            PointsTo known = this[entry.Key];
            PointsTo union = known.Union(entry.Value);
            if (!union.Equals(known))
            {
                Own()[entry.Key] = union;
                changed = true;
            }
        }

        return changed;
    }

    private Dictionary<TKey, PointsTo> Own()
    {
        if (_isShared)
        {
            (_known, _isShared) = (new Dictionary<TKey, PointsTo>(_known, _known.Comparer), false);
        }

        return _known;
    }
}
