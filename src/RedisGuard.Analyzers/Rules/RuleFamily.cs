using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace RedisGuard.Analyzers.Rules;

/// <summary>The rules on one matter, which share what they know of a compilation. Has no state: that is made anew for each compilation.</summary>
internal abstract class RuleFamily
{
    /// <summary>What the family may report.</summary>
    public abstract ImmutableArray<DiagnosticDescriptor> Reports { get; }

    /// <summary>What of it may wait for the end of a compilation.</summary>
    public virtual ImmutableArray<DiagnosticDescriptor> ReportsAtEnd => ImmutableArray<DiagnosticDescriptor>.Empty;

    /// <summary>Says what of a compilation the family wants to be shown.</summary>
    public abstract void Register(RuleRegistry registry);
}
