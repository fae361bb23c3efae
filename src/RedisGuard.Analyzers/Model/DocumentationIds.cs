using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace RedisGuard.Analyzers.Model;

/// <summary>Resolves the documentation ids that an option lists.</summary>
internal static class DocumentationIds
{
    /// <summary>
    /// The methods an id names: <c>M:My.Factory.Open(System.String)</c> one, <c>My.Factory.Open</c> all overloads. None for
    /// an id that names nothing here: a shared configuration lists what some projects don't reference.
    /// </summary>
    public static IEnumerable<IMethodSymbol> Resolve(string id, Compilation compilation)
    {
        string bare = id.StartsWith("M:", StringComparison.Ordinal) ? id.Substring(2) : id;
        if (bare.IndexOf('(') >= 0)
        {
            ImmutableArray<ISymbol> named = DocumentationCommentId.GetSymbolsForDeclarationId("M:" + bare, compilation);
            return named.OfType<IMethodSymbol>();
        }

        int dot = bare.LastIndexOf('.');
        return dot > 0 && compilation.GetBestTypeByMetadataName(bare.Substring(0, dot)) is { } type
            ? type.GetMembers(bare.Substring(dot + 1)).OfType<IMethodSymbol>()
            : Enumerable.Empty<IMethodSymbol>();
    }
}
