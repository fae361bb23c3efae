using System;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace RedisGuard.Analyzers.Context;

/// <summary>Attributes by simple name, which also holds where the attribute's type can't be found.</summary>
internal static class AttributeNames
{
    private const string Suffix = "Attribute";

    public static bool HasAny(ISymbol symbol, ImmutableHashSet<string> names)
    {
        foreach (AttributeData attribute in symbol.GetAttributes())
        {
            if (attribute.AttributeClass is { } type && names.Contains(Trim(type.Name)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether an attribute's type has one of the names.</summary>
    public static bool Is(INamedTypeSymbol attribute, ImmutableHashSet<string> names) => names.Contains(Trim(attribute.Name));

    private static string Trim(string name)
        => name.EndsWith(Suffix, StringComparison.Ordinal) && name.Length > Suffix.Length ? name.Substring(0, name.Length - Suffix.Length) : name;
}
