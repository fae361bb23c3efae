using System.Collections.Generic;

namespace RedisGuard.Analyzers.Dataflow;

/// <summary>Keys, each with what it refers to; one that isn't there refers to nothing.</summary>
/// <typeparam name="TKey">A variable, or a value that the compiler keeps for itself.</typeparam>
internal sealed class PointsToMap<TKey>
    where TKey : notnull
{
    private readonly Dictionary<TKey, PointsTo> _known;

    public PointsToMap(IEqualityComparer<TKey> comparer) => _known = new Dictionary<TKey, PointsTo>(comparer);

    private PointsToMap(PointsToMap<TKey> other) => _known = new Dictionary<TKey, PointsTo>(other._known, other._known.Comparer);

    public PointsTo this[TKey key]
    {
        get => _known.TryGetValue(key, out PointsTo value) ? value : PointsTo.Empty;
        set
        {
            if (value.IsEmpty)
            {
                _known.Remove(key);
            }
            else
            {
                _known[key] = value;
            }
        }
    }

    /// <summary>Every key that refers to something.</summary>
    public IEnumerable<KeyValuePair<TKey, PointsTo>> Entries => _known;

    public PointsToMap<TKey> Clone() => new(this);

    /// <summary>Adds what another path knows. Returns whether anything was new.</summary>
    public bool Join(PointsToMap<TKey> other)
    {
        bool changed = false;
        foreach (KeyValuePair<TKey, PointsTo> entry in other._known)
        {
            PointsTo known = this[entry.Key];
            PointsTo union = known.Union(entry.Value);
            if (!union.Equals(known))
            {
                _known[entry.Key] = union;
                changed = true;
            }
        }

        return changed;
    }
}
