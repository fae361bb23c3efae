using System.Collections.Concurrent;
using System.Threading;
using Microsoft.CodeAnalysis;
using RedisGuard.Analyzers.Model;

namespace RedisGuard.Analyzers.Ownership.Members;

/// <summary>The accounts of the types that were asked for, kept for the compilation. Thread-safe.</summary>
internal sealed class TypeOwnerships
{
    private readonly RedisSymbols _symbols;
    private readonly ConcurrentDictionary<INamedTypeSymbol, TypeOwnership> _known = new(SymbolEqualityComparer.Default);

    public TypeOwnerships(RedisSymbols symbols) => _symbols = symbols;

    public TypeOwnership Of(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        INamedTypeSymbol definition = type.OriginalDefinition;
        if (!_known.TryGetValue(definition, out TypeOwnership? ownership))
        {
            ownership = TypeOwnership.Read(definition, _symbols, cancellationToken);
            _known.TryAdd(definition, ownership);
        }

        return ownership;
    }

    /// <summary>What a type, and the base type that declares the member, do with it.</summary>
    public MemberOwnership Of(INamedTypeSymbol type, ISymbol member, CancellationToken cancellationToken)
    {
        MemberOwnership own = Of(type, cancellationToken).Of(member);
        return member.ContainingType is { } declaring && !SymbolEqualityComparer.Default.Equals(declaring.OriginalDefinition, type.OriginalDefinition)
            ? own.Union(Of(declaring, cancellationToken).Of(member))
            : own;
    }
}
