using System.Linq;
using Microsoft.CodeAnalysis;

namespace RedisGuard.Analyzers.Subscriptions;

/// <summary>Tells whether instances of a type have an end that somebody brings about.</summary>
internal static class Disposability
{
    public static bool Of(ITypeSymbol type) => IsDisposable(type) || type.AllInterfaces.Any(IsDisposable) || OverridesDispose(type);

    /// <summary>The same where the type's own code brings the end about. Where the disposal is abstract, what it does stands in types that this one doesn't know.</summary>
    public static bool OfItsOwn(ITypeSymbol type) => Of(type) && !type.AllInterfaces.Where(IsDisposable).Any(ends => IsLeftToDerived(type, ends));

    private static bool IsLeftToDerived(ITypeSymbol type, INamedTypeSymbol ends)
        => ends.GetMembers().Any(member => type.FindImplementationForInterfaceMember(member) is { IsAbstract: true });

    private static bool IsDisposable(ITypeSymbol type)
        => type is { Name: "IDisposable" or "IAsyncDisposable", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } };

    /// <summary>A base type that can't be found still shows by what is overridden of it.</summary>
    private static bool OverridesDispose(ITypeSymbol type)
        => type.BaseType is { TypeKind: TypeKind.Error }
            && type.GetMembers().Any(member => member is IMethodSymbol { Name: "Dispose" or "DisposeAsync" or "DisposeAsyncCore", IsOverride: true });
}
