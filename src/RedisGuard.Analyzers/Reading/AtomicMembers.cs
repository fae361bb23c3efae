using Microsoft.CodeAnalysis;

namespace RedisGuard.Analyzers.Reading;

/// <summary><c>Interlocked</c> and <c>Volatile</c>: stores and loads in the shape of a call.</summary>
internal static class AtomicMembers
{
    public static bool IsAtomic(IMethodSymbol method)
        => method is { IsStatic: true, ContainingType: { Name: "Interlocked" or "Volatile", ContainingNamespace: { Name: "Threading", ContainingNamespace.Name: "System" } } }
            && method.Name is "Exchange" or "CompareExchange" or "Write" or "Read";

    public static bool Writes(IMethodSymbol method) => method.Name != "Read";
}
