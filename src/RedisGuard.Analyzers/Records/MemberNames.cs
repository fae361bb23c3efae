using Microsoft.CodeAnalysis;

namespace RedisGuard.Analyzers.Records;

/// <summary>The names that the watch gives to members: those of metadata, nested types with a dot, without generic arity.</summary>
internal static class MemberNames
{
    /// <summary>The member whose code a block is; an initializer's is the constructor.</summary>
    public static string Simple(ISymbol owner) => owner switch
    {
        IFieldSymbol or IPropertySymbol or IEventSymbol => owner.IsStatic ? WellKnownMemberNames.StaticConstructorName : WellKnownMemberNames.InstanceConstructorName,
        _ => owner.MetadataName,
    };

    /// <summary>Namespace, types and member.</summary>
    public static string Full(ISymbol owner)
    {
        string name = Simple(owner);
        for (INamedTypeSymbol? type = owner.ContainingType; type is not null; type = type.ContainingType)
        {
            name = type.Name + "." + name;
        }

        INamespaceSymbol? space = owner.ContainingType?.ContainingNamespace;
        return space is null or { IsGlobalNamespace: true } ? name : space.ToDisplayString() + "." + name;
    }

    /// <summary>Whether the name may be that of other code of the type too: overloads, initializers beside constructors.</summary>
    public static bool IsAmbiguous(ISymbol owner) => owner is not IMethodSymbol method
        || method.MethodKind is MethodKind.Constructor or MethodKind.StaticConstructor
        || method.ContainingType.GetMembers(method.Name).Length > 1;
}
