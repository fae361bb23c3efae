using System;
using System.Collections.Immutable;

namespace RedisGuard.Analyzers.Dataflow;

/// <summary>
/// Possible referents of an expression: a small set of aliases. Empty means nothing this flow keeps account of, be it
/// null, borrowed or unknown. Immutable.
/// </summary>
internal readonly struct PointsTo : IEquatable<PointsTo>
{
    private readonly ImmutableArray<Alias> _aliases;

    private PointsTo(ImmutableArray<Alias> aliases) => _aliases = aliases;

    public static PointsTo Empty => default;

    public bool IsEmpty => _aliases.IsDefaultOrEmpty;

    public ImmutableArray<Alias> Aliases => _aliases.IsDefault ? ImmutableArray<Alias>.Empty : _aliases;

    public static PointsTo Of(int obligation, AliasKind kind) => new(ImmutableArray.Create(new Alias(obligation, kind)));

    public PointsTo Union(PointsTo other)
    {
        if (other.IsEmpty)
        {
            return this;
        }

        if (IsEmpty)
        {
            return other;
        }

        ImmutableArray<Alias> union = Aliases;
        foreach (Alias alias in other.Aliases)
        {
            if (!union.Contains(alias))
            {
                union = union.Add(alias);
            }
        }

        return union.Length == Aliases.Length ? this : new PointsTo(union);
    }

    /// <summary>
    /// The same obligations in another kind. An answer on its way stays what it is: it leads nowhere; so does a winner, which stands for one only, and a factory, which has
    /// opened nothing yet. What is made with a true or false isn't the resource, and is dropped.
    /// </summary>
    public PointsTo As(AliasKind kind)
    {
        PointsTo result = Empty;
        foreach (Alias alias in Aliases)
        {
            if (alias.Kind is not (AliasKind.Answer or AliasKind.Refusal))
            {
                result = result.Union(Of(alias.Obligation, alias.Kind is AliasKind.Pending or AliasKind.Winner or AliasKind.Factory ? alias.Kind : kind));
            }
        }

        return result;
    }

    /// <summary>The aliases that are of this kind, turned into <paramref name="result"/>; the others are dropped.</summary>
    public PointsTo Project(AliasKind kind, AliasKind result)
    {
        PointsTo projected = Empty;
        foreach (Alias alias in Aliases)
        {
            if (alias.Kind == kind)
            {
                projected = projected.Union(Of(alias.Obligation, result));
            }
        }

        return projected;
    }

    /// <summary>The aliases that are of another kind.</summary>
    public PointsTo Without(AliasKind kind)
    {
        PointsTo rest = Empty;
        foreach (Alias alias in Aliases)
        {
            if (alias.Kind != kind)
            {
                rest = rest.Union(Of(alias.Obligation, alias.Kind));
            }
        }

        return rest;
    }

    /// <summary>The aliases that are of this kind.</summary>
    public PointsTo Only(AliasKind kind) => Project(kind, kind);

    public bool Has(AliasKind kind)
    {
        foreach (Alias alias in Aliases)
        {
            if (alias.Kind == kind)
            {
                return true;
            }
        }

        return false;
    }

    public bool RefersTo(int obligation)
    {
        foreach (Alias alias in Aliases)
        {
            if (alias.Obligation == obligation)
            {
                return true;
            }
        }

        return false;
    }

    public bool SharesObligationWith(PointsTo other)
    {
        foreach (Alias alias in Aliases)
        {
            foreach (Alias candidate in other.Aliases)
            {
                if (alias.Obligation == candidate.Obligation)
                {
                    return true;
                }
            }
        }

        return false;
    }

    public bool Equals(PointsTo other)
    {
        if (Aliases.Length != other.Aliases.Length)
        {
            return false;
        }

        foreach (Alias alias in other.Aliases)
        {
            if (!Aliases.Contains(alias))
            {
                return false;
            }
        }

        return true;
    }

    public override bool Equals(object? obj) => obj is PointsTo other && Equals(other);

    // Order-free, as equality is.
    public override int GetHashCode()
    {
        int hash = 0;
        foreach (Alias alias in Aliases)
        {
            hash ^= alias.GetHashCode();
        }

        return hash;
    }
}
