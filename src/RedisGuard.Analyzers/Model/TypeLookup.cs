using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace RedisGuard.Analyzers.Model;

/// <summary>Types of a compilation by their metadata names, each looked for once: a search goes through every reference. Not thread-safe.</summary>
internal sealed class TypeLookup
{
    private readonly Dictionary<string, INamedTypeSymbol?> _found = new();
    private readonly Compilation _compilation;

    public TypeLookup(Compilation compilation) => _compilation = compilation;

    /// <summary>The type; null where the compilation has none of the name.</summary>
    public INamedTypeSymbol? Find(string name)
    {
        if (!_found.TryGetValue(name, out INamedTypeSymbol? type))
        {
            type = _compilation.GetBestTypeByMetadataName(name);
            _found.Add(name, type);
        }

        return type;
    }
}
