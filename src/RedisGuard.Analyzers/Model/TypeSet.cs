using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace RedisGuard.Analyzers.Model;

/// <summary>Some types by name, as far as the compilation has them, with the interfaces that extend them.</summary>
internal sealed class TypeSet
{
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly HashSet<ISymbol> _types = new(SymbolEqualityComparer.Default);

    // The compiler makes a new list of a type's interfaces each time it is asked, and each call of a compilation asks.
    private readonly ConcurrentDictionary<INamedTypeSymbol, bool> _extending = new(SymbolEqualityComparer.Default);

    private readonly Func<INamedTypeSymbol, bool> _extends;

    public TypeSet(TypeLookup lookup, IEnumerable<string> names)
    {
        _extends = Extends;
        foreach (string name in names)
        {
            if (lookup.Find(name) is { } type)
            {
                _names.Add(type.Name);
                _types.Add(type);
            }
        }
    }

    public bool Contains(ITypeSymbol? type)
        => type is INamedTypeSymbol { SpecialType: SpecialType.None } named
            && _types.Count > 0
            && (IsListed(named) || (named.TypeKind == TypeKind.Interface && _extending.GetOrAdd(named.OriginalDefinition, _extends)));

    // By name first, as hashing a symbol costs ten times as much.
    private bool IsListed(INamedTypeSymbol type) => _names.Contains(type.Name) && _types.Contains(type.OriginalDefinition);

    private bool Extends(INamedTypeSymbol type)
    {
        foreach (INamedTypeSymbol extended in type.AllInterfaces)
        {
            if (IsListed(extended))
            {
                return true;
            }
        }

        return false;
    }
}
