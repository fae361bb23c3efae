using System;
using System.Collections.Immutable;

namespace RedisGuard.Analyzers.Dataflow;

/// <summary>
/// Possible referents of an expression: a small set of references. Empty means nothing this flow keeps account of, be it
/// null, borrowed or unknown. Immutable.
/// </summary>
internal readonly struct Value : IEquatable<Value>
{
    private readonly ImmutableArray<Reference> _references;

    private Value(ImmutableArray<Reference> references) => _references = references;

    public static Value Empty => default;

    public bool IsEmpty => _references.IsDefaultOrEmpty;

    public ImmutableArray<Reference> References => _references.IsDefault ? ImmutableArray<Reference>.Empty : _references;

    public static Value Of(int obligation, Role role) => new(ImmutableArray.Create(new Reference(obligation, role)));

    public Value Union(Value other)
    {
        if (other.IsEmpty)
        {
            return this;
        }

        if (IsEmpty)
        {
            return other;
        }

        ImmutableArray<Reference> union = References;
        foreach (Reference reference in other.References)
        {
            if (!union.Contains(reference))
            {
                union = union.Add(reference);
            }
        }

        return union.Length == References.Length ? this : new Value(union);
    }

    /// <summary>The same obligations in another role. An answer on its way stays what it is: it leads nowhere; so does a winner, which stands for one only, and a factory, which has opened nothing yet.</summary>
    public Value As(Role role)
    {
        Value result = Empty;
        foreach (Reference reference in References)
        {
            result = result.Union(Of(reference.Obligation, reference.Role is Role.Pending or Role.Winner or Role.Factory ? reference.Role : role));
        }

        return result;
    }

    /// <summary>The references that have this role, turned into <paramref name="result"/>; the others are dropped.</summary>
    public Value Project(Role role, Role result)
    {
        Value projected = Empty;
        foreach (Reference reference in References)
        {
            if (reference.Role == role)
            {
                projected = projected.Union(Of(reference.Obligation, result));
            }
        }

        return projected;
    }

    /// <summary>The references that have another role.</summary>
    public Value Without(Role role)
    {
        Value rest = Empty;
        foreach (Reference reference in References)
        {
            if (reference.Role != role)
            {
                rest = rest.Union(Of(reference.Obligation, reference.Role));
            }
        }

        return rest;
    }

    /// <summary>The references that have this role.</summary>
    public Value Only(Role role) => Project(role, role);

    public bool Has(Role role)
    {
        foreach (Reference reference in References)
        {
            if (reference.Role == role)
            {
                return true;
            }
        }

        return false;
    }

    public bool RefersTo(int obligation)
    {
        foreach (Reference reference in References)
        {
            if (reference.Obligation == obligation)
            {
                return true;
            }
        }

        return false;
    }

    public bool SharesObligationWith(Value other)
    {
        foreach (Reference reference in References)
        {
            foreach (Reference candidate in other.References)
            {
                if (reference.Obligation == candidate.Obligation)
                {
                    return true;
                }
            }
        }

        return false;
    }

    public bool Equals(Value other)
    {
        if (References.Length != other.References.Length)
        {
            return false;
        }

        foreach (Reference reference in other.References)
        {
            if (!References.Contains(reference))
            {
                return false;
            }
        }

        return true;
    }

    public override bool Equals(object? obj) => obj is Value other && Equals(other);

    // Order-free, as equality is.
    public override int GetHashCode()
    {
        int hash = 0;
        foreach (Reference reference in References)
        {
            hash ^= reference.GetHashCode();
        }

        return hash;
    }
}
