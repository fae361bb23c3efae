using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace RedisGuard.Analyzers.Dataflow;

/// <summary>Facts at one point of a flow: where each variable points, and what may have become of each obligation.</summary>
internal sealed class FlowState
{
    private readonly PointsToMap<ISymbol> _variables;
    private readonly PointsToMap<CaptureId> _captures;
    private List<ObligationStatus> _statuses;
    private bool _areStatusesShared;

    public FlowState()
    {
        _variables = new PointsToMap<ISymbol>(SymbolEqualityComparer.Default);
        _captures = new PointsToMap<CaptureId>(EqualityComparer<CaptureId>.Default);
        _statuses = new List<ObligationStatus>();
    }

    private FlowState(FlowState other)
    {
        _variables = other._variables.Clone();
        _captures = other._captures.Clone();
        (_statuses, _areStatusesShared, other._areStatusesShared) = (other._statuses, true, true);
    }

    /// <summary>Every variable that refers to something.</summary>
    public IEnumerable<KeyValuePair<ISymbol, PointsTo>> Variables => _variables.Entries;

    public FlowState Clone() => new(this);

    /// <summary>Tells whether both know the same. Quick where one is the other's clone.</summary>
    public bool IsSameAs(FlowState other)
    {
        int count = _statuses == other._statuses ? 0 : Math.Max(_statuses.Count, other._statuses.Count);
        for (int i = 0; i < count; i++)
        {
            if (this[i] != other[i])
            {
                return false;
            }
        }

        return _variables.IsSameAs(other._variables) && _captures.IsSameAs(other._captures);
    }

    public PointsTo this[ISymbol variable]
    {
        get => _variables[variable];
        set => _variables[variable] = value;
    }

    public PointsTo this[CaptureId capture]
    {
        get => _captures[capture];
        set => _captures[capture] = value;
    }

    public ObligationStatus this[int obligation]
    {
        get => obligation < _statuses.Count ? _statuses[obligation] : ObligationStatus.Absent;
        set
        {
            if (_areStatusesShared)
            {
                (_statuses, _areStatusesShared) = (new List<ObligationStatus>(_statuses), false);
            }

            while (_statuses.Count <= obligation)
            {
                _statuses.Add(ObligationStatus.Absent);
            }

            _statuses[obligation] = value;
        }
    }

    /// <summary>Whether nothing but variables of these regions refers to an obligation.</summary>
    /// <param name="regions">The regions.</param>
    /// <param name="obligation">The obligation.</param>
    /// <param name="isReachedByAnswers">Whether who has the answer to a command can get at the resource by it.</param>
    public bool IsOnlyReferredToBy(ImmutableArray<ControlFlowRegion> regions, int obligation, bool isReachedByAnswers = true)
    {
        foreach (KeyValuePair<ISymbol, PointsTo> variable in Variables)
        {
            PointsTo value = isReachedByAnswers ? variable.Value : variable.Value.Without(AliasKind.Pending);
            if (value.RefersTo(obligation) && !(variable.Key is ILocalSymbol local && IsDeclaredIn(regions, local)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether no other variable refers to an obligation.</summary>
    public bool IsOnlyHeldBy(ISymbol variable, int obligation)
    {
        foreach (KeyValuePair<ISymbol, PointsTo> other in Variables)
        {
            if (other.Value.RefersTo(obligation) && !SymbolEqualityComparer.Default.Equals(other.Key, variable))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsDeclaredIn(ImmutableArray<ControlFlowRegion> regions, ILocalSymbol local)
    {
        foreach (ControlFlowRegion region in regions)
        {
            if (region.Locals.Contains(local))
            {
                return true;
            }
        }

        return false;
    }

    public int ObligationCount => _statuses.Count;

    /// <summary>Adds what another path knows. Returns whether anything was new.</summary>
    public bool Join(FlowState other)
    {
        bool changed = _variables.Join(other._variables) | _captures.Join(other._captures);
        int count = _statuses == other._statuses ? 0 : Math.Max(_statuses.Count, other._statuses.Count);
        for (int i = 0; i < count; i++)
        {
            ObligationStatus known = this[i];
            ObligationStatus union = known | other[i];
            if (union != known)
            {
                this[i] = union;
                changed = true;
            }
        }

        return changed;
    }

    /// <summary>The state in which a handler finds things after an exception that no <c>throw</c> statement wrote down.</summary>
    public FlowState AfterUnwrittenException()
    {
        FlowState after = Clone();
        for (int i = 0; i < after._statuses.Count; i++)
        {
            ObligationStatus status = after[i];
            if (status.MayBeOpen())
            {
                after[i] = (status & ~ObligationStatuses.Unreleased) | ObligationStatus.OpenByException;
            }
        }

        return after;
    }
}
