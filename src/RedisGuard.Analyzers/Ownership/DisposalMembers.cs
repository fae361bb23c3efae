using Microsoft.CodeAnalysis;

namespace RedisGuard.Analyzers.Ownership;

/// <summary>The disposal pattern's members, on any type.</summary>
internal static class DisposalMembers
{
    public static bool IsDisposal(IMethodSymbol method)
        => method is { Name: "Dispose" or "DisposeAsync", Parameters.IsEmpty: true, IsStatic: false };
}
