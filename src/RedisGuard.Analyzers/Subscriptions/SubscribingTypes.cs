using System.Collections.Concurrent;
using System.Threading;
using Microsoft.CodeAnalysis;

namespace RedisGuard.Analyzers.Subscriptions;

/// <summary>The types that were asked for, kept for the compilation. Thread-safe.</summary>
internal sealed class SubscribingTypes
{
    private readonly PubSubSymbols _symbols;
    private readonly ConcurrentDictionary<INamedTypeSymbol, SubscribingType> _known = new(SymbolEqualityComparer.Default);

    public SubscribingTypes(PubSubSymbols symbols) => _symbols = symbols;

    public SubscribingType Of(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        INamedTypeSymbol definition = type.OriginalDefinition;
        if (!_known.TryGetValue(definition, out SubscribingType? known))
        {
            known = SubscribingType.Read(definition, _symbols, cancellationToken);
            _known.TryAdd(definition, known);
        }

        return known;
    }
}
