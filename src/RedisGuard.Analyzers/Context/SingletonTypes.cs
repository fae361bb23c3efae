using System.Linq;
using Microsoft.CodeAnalysis;

namespace RedisGuard.Analyzers.Context;

/// <summary>Types of which local evidence says that the process has one instance, as long as it lives.</summary>
internal static class SingletonTypes
{
    public static bool IsKnown(INamedTypeSymbol type)
        => TypeRole.IsHosted(type) || TypeRole.IsCommand(type) || IsMiddleware(type) || KeepsItsOnlyInstance(type) || type.Name is "Program" or "Startup";

    private static bool IsMiddleware(INamedTypeSymbol type)
        => type.InstanceConstructors.Any(constructor => constructor.Parameters.Any(parameter => parameter.Type.Name is "RequestDelegate" or "OwinMiddleware"));

    private static bool KeepsItsOnlyInstance(INamedTypeSymbol type)
        => type.GetMembers().Any(member => member switch
        {
            IFieldSymbol { IsStatic: true, Type: { } kept } => IsOrWraps(kept, type),
            IPropertySymbol { IsStatic: true, Type: { } kept } => IsOrWraps(kept, type),
            _ => false,
        });

    private static bool IsOrWraps(ITypeSymbol kept, INamedTypeSymbol type)
        => SymbolEqualityComparer.Default.Equals(kept.OriginalDefinition, type.OriginalDefinition)
            || (kept is INamedTypeSymbol { Name: "Lazy", TypeArguments: { Length: 1 } arguments } && SymbolEqualityComparer.Default.Equals(arguments[0].OriginalDefinition, type.OriginalDefinition));
}
