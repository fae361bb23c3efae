using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace RedisGuard.Analyzers.Model;

internal static class CompilationExtensions
{
    /// <summary>
    /// The type of that name, also where several referenced assemblies define it: <c>GetTypeByMetadataName</c> answers
    /// null there, and a project that sees two copies of one type would silently lose every rule.
    /// </summary>
    public static INamedTypeSymbol? GetBestTypeByMetadataName(this Compilation compilation, string name)
    {
        if (compilation.GetTypeByMetadataName(name) is { } unique)
        {
            return unique;
        }

        ImmutableArray<INamedTypeSymbol> candidates = compilation.GetTypesByMetadataName(name);
        foreach (INamedTypeSymbol candidate in candidates)
        {
            if (candidate.DeclaredAccessibility == Accessibility.Public)
            {
                return candidate;
            }
        }

        return null;
    }
}
