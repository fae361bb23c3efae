using System.Collections.Generic;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace RedisGuard.Analyzers.Dataflow;

/// <summary>Facts at one point of a flow: where each variable points, and what may have become of each obligation.</summary>
internal sealed class FlowState
{
    private readonly Dictionary<ISymbol, PointsTo> _variables;
    private readonly Dictionary<CaptureId, PointsTo> _captures;
    private readonly List<ObligationStatus> _statuses;

    public FlowState()
    {
        _variables = new Dictionary<ISymbol, PointsTo>(SymbolEqualityComparer.Default);
        _captures = new Dictionary<CaptureId, PointsTo>();
        _statuses = new List<ObligationStatus>();
    }

    private FlowState(FlowState other)
    {
        _variables = new Dictionary<ISymbol, PointsTo>(other._variables, SymbolEqualityComparer.Default);
        _captures = new Dictionary<CaptureId, PointsTo>(other._captures);
        _statuses = new List<ObligationStatus>(other._statuses);
    }

    /// <summary>Every variable that refers to something.</summary>
    public IEnumerable<KeyValuePair<ISymbol, PointsTo>> Variables => _variables;

    public FlowState Clone() => new(this);

    public PointsTo this[ISymbol variable]
    {
        get => _variables.TryGetValue(variable, out PointsTo value) ? value : PointsTo.Empty;
        set
        {
            if (value.IsEmpty)
            {
                _variables.Remove(variable);
            }
            else
            {
                _variables[variable] = value;
            }
        }
    }

    public PointsTo this[CaptureId capture]
    {
        get => _captures.TryGetValue(capture, out PointsTo value) ? value : PointsTo.Empty;
        set
        {
            if (value.IsEmpty)
            {
                _captures.Remove(capture);
            }
            else
            {
                _captures[capture] = value;
            }
        }
    }

    public ObligationStatus this[int obligation]
    {
        get => obligation < _statuses.Count ? _statuses[obligation] : ObligationStatus.Absent;
        set
        {
            while (_statuses.Count <= obligation)
            {
                _statuses.Add(ObligationStatus.Absent);
            }

            _statuses[obligation] = value;
        }
    }

    /// <summary>Whether nothing but variables of these regions refers to an obligation.</summary>
    public bool IsOnlyReferredToBy(ImmutableArray<ControlFlowRegion> regions, int obligation)
    {
        foreach (KeyValuePair<ISymbol, PointsTo> variable in _variables)
        {
            if (variable.Value.RefersTo(obligation) && !(variable.Key is ILocalSymbol local && IsDeclaredIn(regions, local)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether no other variable refers to an obligation.</summary>
    public bool IsOnlyHeldBy(ISymbol variable, int obligation)
    {
        foreach (KeyValuePair<ISymbol, PointsTo> other in _variables)
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
        bool changed = false;
        foreach (KeyValuePair<ISymbol, PointsTo> variable in other._variables)
        {
            PointsTo known = this[variable.Key];
            PointsTo union = known.Union(variable.Value);
            if (!union.Equals(known))
            {
                this[variable.Key] = union;
                changed = true;
            }
        }

        foreach (KeyValuePair<CaptureId, PointsTo> capture in other._captures)
        {
            PointsTo known = this[capture.Key];
            PointsTo union = known.Union(capture.Value);
            if (!union.Equals(known))
            {
                this[capture.Key] = union;
                changed = true;
            }
        }

        int count = _statuses.Count > other._statuses.Count ? _statuses.Count : other._statuses.Count;
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
            ObligationStatus status = after._statuses[i];
            if (status.MayBeOpen())
            {
                after._statuses[i] = (status & ~ObligationStatuses.Unreleased) | ObligationStatus.OpenByException;
            }
        }

        return after;
    }
}
