using System.Collections.Generic;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace RedisGuard.Analyzers.Context;

/// <summary>Tells from a type's bases and interfaces how often its members run.</summary>
internal static class TypeRole
{
    /// <summary>Whether a host creates or calls such a type again and again; <paramref name="words"/> names its members.</summary>
    public static bool IsPerCall(INamedTypeSymbol type, out string words)
    {
        foreach (INamedTypeSymbol ancestor in Ancestors(type))
        {
            if (ContextNames.PerCallTypes.TryGetValue(ancestor.Name, out string? known))
            {
                words = known;
                return true;
            }

            if (AttributeNames.HasAny(ancestor, s_grpc))
            {
                words = "a gRPC method";
                return true;
            }
        }

        words = string.Empty;
        return AttributeNames.HasAny(type, s_controllers) && Set(out words, "a controller action");
    }

    /// <summary>Whether it runs again and again with nobody waiting, where going through all keys belongs.</summary>
    public static bool IsInBackground(INamedTypeSymbol type) => HasAncestor(type, ContextNames.BackgroundTypes);

    public static bool IsHosted(INamedTypeSymbol type) => HasAncestor(type, ContextNames.HostedTypes) || type.Name is "Startup";

    public static bool IsCommand(INamedTypeSymbol type)
    {
        foreach (INamedTypeSymbol ancestor in Ancestors(type))
        {
            if (ContextNames.CommandTypes.Contains(ancestor.Name) && CommandLines.Declare(ancestor))
            {
                return true;
            }
        }

        return false;
    }

    private static readonly ImmutableHashSet<string> s_grpc = ImmutableHashSet.Create("BindServiceMethod");
    private static readonly ImmutableHashSet<string> s_controllers = ImmutableHashSet.Create("ApiController", "Controller");

    private static bool Set(out string words, string value)
    {
        words = value;
        return true;
    }

    private static bool HasAncestor(INamedTypeSymbol type, ImmutableHashSet<string> names)
    {
        foreach (INamedTypeSymbol ancestor in Ancestors(type))
        {
            if (names.Contains(ancestor.Name))
            {
                return true;
            }
        }

        return false;
    }

    private static IEnumerable<INamedTypeSymbol> Ancestors(INamedTypeSymbol type)
    {
        // Unresolved bases are error types here, and still have their names.
        for (INamedTypeSymbol? current = type.BaseType; current is not null; current = current.BaseType)
        {
            yield return current;
        }

        foreach (INamedTypeSymbol implemented in type.AllInterfaces)
        {
            yield return implemented;
        }
    }
}
