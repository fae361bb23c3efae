using System.Linq;
using Microsoft.CodeAnalysis;

namespace RedisGuard.Analyzers.Subscriptions;

/// <summary>Whether instances of a type have an end that somebody brings about.</summary>
internal static class Disposability
{
    public static bool Of(ITypeSymbol type) => IsDisposable(type) || type.AllInterfaces.Any(IsDisposable) || OverridesDispose(type);

    private static bool IsDisposable(ITypeSymbol type)
        => type is { Name: "IDisposable" or "IAsyncDisposable", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } };

    /// <summary>A base type that can't be found still shows by what is overridden of it.</summary>
    private static bool OverridesDispose(ITypeSymbol type)
        => type.BaseType is { TypeKind: TypeKind.Error }
            && type.GetMembers().Any(member => member is IMethodSymbol { Name: "Dispose" or "DisposeAsync" or "DisposeAsyncCore", IsOverride: true });
}
