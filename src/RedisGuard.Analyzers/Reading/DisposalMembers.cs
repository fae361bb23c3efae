using System.Linq;
using Microsoft.CodeAnalysis;

namespace RedisGuard.Analyzers.Reading;

/// <summary>The disposal pattern's members, on any type.</summary>
internal static class DisposalMembers
{
    public static bool IsDisposal(IMethodSymbol method)
        => method is { Name: "Dispose" or "DisposeAsync", Parameters.IsEmpty: true, IsStatic: false };

    /// <summary>Whether a type has them, by the framework's interfaces.</summary>
    public static bool AreOf(INamedTypeSymbol type)
        => type.AllInterfaces.Any(implemented => implemented is { Name: "IDisposable" or "IAsyncDisposable", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } });
}
