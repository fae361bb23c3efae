using System.Collections.Generic;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using RedisGuard.Analyzers.Context;
using RedisGuard.Analyzers.Model;
using RedisGuard.Analyzers.Ownership.Members;

namespace RedisGuard.Analyzers.Ownership;

/// <summary>
/// Knowledge of one compilation: the calls that acquire, the helpers' summaries, the types' accounts. Kept as long as the compiler
/// keeps the compilation, for the rules and for the suppressor, which comes after them with a compilation that they have read. Thread-safe.
/// </summary>
internal sealed class OwnershipIndex
{
    private static readonly ConditionalWeakTable<Compilation, StrongBox<OwnershipIndex?>> s_known = new();

    private readonly Dictionary<ResourceKind, AcquiringCalls> _calls = new();
    private readonly AnalyzerConfigOptionsProvider _options;

    private OwnershipIndex(RedisSymbols symbols, AnalyzerConfigOptionsProvider options)
    {
        Symbols = symbols;
        _options = options;
        Types = new TypeOwnerships(symbols);
        Contexts = new CallContexts(symbols.Compilation, symbols.Options);
    }

    public RedisSymbols Symbols { get; }

    public TypeOwnerships Types { get; }

    public CallContexts Contexts { get; }

    /// <summary>The index of a compilation; null where it doesn't reference the library.</summary>
    public static OwnershipIndex? Of(Compilation compilation, AnalyzerConfigOptionsProvider options)
        => s_known.GetValue(compilation, _ => new StrongBox<OwnershipIndex?>(RedisSymbols.TryCreate(compilation, options) is { } symbols ? new OwnershipIndex(symbols, options) : null)).Value;

    /// <summary>
    /// The calls that acquire a resource of the kind. One for all who ask: what was learned of a method needn't be learned twice.
    /// </summary>
    public AcquiringCalls CallsOf(ResourceKind kind)
    {
        lock (_calls)
        {
            if (!_calls.TryGetValue(kind, out AcquiringCalls? calls))
            {
                calls = new AcquiringCalls(Symbols, Symbols.Model[kind], Types, _options);
                _calls.Add(kind, calls);
            }

            return calls;
        }
    }
}
