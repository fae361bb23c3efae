using RedisGuard.Analyzers.Context;
using RedisGuard.Analyzers.Model;
using RedisGuard.Analyzers.Rules;
using RedisGuard.Analyzers.Values;

namespace RedisGuard.Analyzers.Hazards;

/// <summary>Answers to what the rules of this family ask about the code around a call. One for a compilation; thread-safe.</summary>
internal sealed class HazardKnowledge
{
    public HazardKnowledge(RuleRegistry registry)
    {
        Symbols = registry.Symbols;
        Sources = registry.Provenance.Sources;
        Contexts = registry.Contexts;
        Shared = new SharedConnections(registry.Provenance);
    }

    public RedisSymbols Symbols { get; }

    public SourceValues Sources { get; }

    public CallContexts Contexts { get; }

    /// <summary>Connections that other callers use as well.</summary>
    public SharedConnections Shared { get; }
}
