using Microsoft.CodeAnalysis;

namespace RedisGuard.Analyzers.Origins;

/// <summary>Members that code may fill itself, as it stands in the same type.</summary>
internal static class OwnMembers
{
    /// <summary>Of the type around the code, its bases, or the types that it is nested in or that are nested in it.</summary>
    public static bool Contain(ISymbol kept, ISymbol member)
    {
        for (INamedTypeSymbol? outer = member.ContainingType; outer is not null; outer = outer.ContainingType)
        {
            for (INamedTypeSymbol? type = outer; type is not null; type = type.BaseType)
            {
                if (Is(kept.ContainingType, type))
                {
                    return true;
                }
            }
        }

        for (INamedTypeSymbol? outer = kept.ContainingType?.ContainingType; outer is not null; outer = outer.ContainingType)
        {
            if (Is(member.ContainingType, outer))
            {
                return true;
            }
        }

        return false;

        static bool Is(INamedTypeSymbol? one, INamedTypeSymbol other) => SymbolEqualityComparer.Default.Equals(one?.OriginalDefinition, other.OriginalDefinition);
    }
}
