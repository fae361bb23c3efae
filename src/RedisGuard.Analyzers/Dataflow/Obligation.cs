using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace RedisGuard.Analyzers.Dataflow;

/// <summary>
/// One acquiring call of a flow and the evidence of what became of its result. Filled while the flow runs, read-only
/// for everybody after.
/// </summary>
internal sealed class Obligation
{
    private readonly HashSet<SyntaxNode> _seen = new();
    private readonly List<Escape> _escapes = new();
    private readonly List<SyntaxNode> _releases = new();
    private readonly List<SyntaxNode> _subscriptions = new();
    private readonly Dictionary<(SyntaxNode, UseKind, AliasKind), Use> _uses = new();
    private readonly HashSet<LeakKind> _leaks = new();
    private readonly List<OpenEnd> _openEnds = new();

    public Obligation(int number, SyntaxNode acquisition, IMethodSymbol? helper)
    {
        Number = number;
        Acquisition = acquisition;
        Helper = helper;
    }

    public int Number { get; }

    /// <summary>The acquiring call.</summary>
    public SyntaxNode Acquisition { get; }

    /// <summary>The method in source whose fresh result this is; null where the library itself was called.</summary>
    public IMethodSymbol? Helper { get; }

    /// <summary>The places where the resource, or a view of it, left this code.</summary>
    public IReadOnlyList<Escape> Escapes => _escapes;

    public IReadOnlyList<SyntaxNode> Releases => _releases;

    /// <summary>The subscriptions that live on this connection.</summary>
    public IReadOnlyList<SyntaxNode> Subscriptions => _subscriptions;

    /// <summary>What was done with the resource and with what came from it, each with what had become of it by then.</summary>
    public IReadOnlyCollection<Use> Uses => _uses.Values;

    /// <summary>The ways it was lost; empty where it is in good hands on every path.</summary>
    public IReadOnlyCollection<LeakKind> Leaks => _leaks;

    /// <summary>Where paths leave it open, those included that are no leaks since other code looks after it there.</summary>
    public IReadOnlyList<OpenEnd> OpenEnds => _openEnds;

    /// <summary>What may have become of it at the exits of the flow, joined.</summary>
    public ObligationStatus ExitStatus { get; set; }

    /// <summary>The local variable that held the resource or its task first; null where none ever did.</summary>
    public ILocalSymbol? Holder { get; private set; }

    /// <summary>The local variable that this was put into while it alone held another, open, one; null where that never happened.</summary>
    public ILocalSymbol? Replaced { get; set; }

    /// <summary>Whether the result was thrown away as it came (<c>_ = Connect()</c>, or a bare statement).</summary>
    public bool IsDiscarded { get; set; }

    /// <summary>Whether the wait for it was raced against another task: a time limit that may give it up.</summary>
    public bool IsRaced { get; set; }

    /// <summary>Whether it was raced against others of its kind: the ones that come later are of no use to anybody.</summary>
    public bool HasRivals { get; set; }

    /// <summary>Whether it was ever one of several in one value, whose release, in a loop say, can't be told for each.</summary>
    public bool IsCollected { get; set; }

    /// <summary>Tells whether the one call stands for several, as a query's does: <c>hosts.Select(host =&gt; ConnectAsync(host))</c>.</summary>
    public bool IsSeveral { get; set; }

    /// <summary>Whether it was put into a collection that its code keeps to itself, where the next turn of a loop leaves it.</summary>
    public bool IsKept { get; set; }

    /// <summary>Whether more than the one holder ever referred to the resource.</summary>
    public bool HasAliases { get; private set; }

    /// <summary>Whether the resource itself, or its task, left this code anywhere. A view that left doesn't count.</summary>
    public bool HasEscaped
    {
        get
        {
            foreach (Escape escape in _escapes)
            {
                if (escape.Alias is not (AliasKind.View or AliasKind.Pending))
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>Tells whether it left this code in any other way than the one that is meant.</summary>
    public bool IsKeptElsewhere(EscapeKind meant)
    {
        foreach (Escape escape in _escapes)
        {
            if (escape.Kind != meant)
            {
                return true;
            }
        }

        return false;
    }

    public void AddEscape(Escape escape)
    {
        if (_seen.Add(escape.Syntax))
        {
            _escapes.Add(escape);
        }
    }

    public void AddRelease(SyntaxNode syntax)
    {
        if (_seen.Add(syntax))
        {
            _releases.Add(syntax);
        }
    }

    public void AddSubscription(SyntaxNode syntax)
    {
        if (_seen.Add(syntax))
        {
            _subscriptions.Add(syntax);
        }
    }

    public void AddUse(Use use)
    {
        (SyntaxNode, UseKind, AliasKind) key = (use.Syntax, use.Kind, use.Alias);
        _uses[key] = _uses.TryGetValue(key, out Use? known) ? use with { Status = use.Status | known.Status } : use;
    }

    public void AddLeak(LeakKind kind) => _leaks.Add(kind);

    public void AddOpenEnd(OpenEnd end)
    {
        if (!_openEnds.Contains(end))
        {
            _openEnds.Add(end);
        }
    }

    public void HeldBy(ILocalSymbol local)
    {
        if (Holder is null)
        {
            Holder = local;
        }
        else if (!SymbolEqualityComparer.Default.Equals(Holder, local))
        {
            HasAliases = true;
        }
    }
}
