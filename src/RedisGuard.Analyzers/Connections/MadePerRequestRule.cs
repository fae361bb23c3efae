using Microsoft.CodeAnalysis;
using RedisGuard.Analyzers.Context;
using RedisGuard.Analyzers.Registrations;
using RedisGuard.Analyzers.Rules;

namespace RedisGuard.Analyzers.Connections;

/// <summary>
/// RG1001: a type that is made for each request, message or scope and opens a connection for itself. Closing it in Dispose would still
/// open one a request, so this comes before RG1003. Types say it themselves, or their registration does.
/// </summary>
internal sealed class MadePerRequestRule : IConnectionRule
{
    public Finding Check(Opening opening)
    {
        if (Owner.Of(opening) is not { } owner)
        {
            return Finding.None;
        }

        if (TypeRole.IsPerCall(owner.Type, out _))
        {
            return Churns(opening, owner);
        }

        if (owner.IsKnownSingleton || (owner.Closes && opening.Member is IMethodSymbol { MethodKind: not MethodKind.Constructor }))
        {
            return Finding.None;
        }

        if (ServiceRegistrations.Marked(owner.Type) is ServiceLifetime.Scoped or ServiceLifetime.Transient || opening.Makers.PerCall(owner.Type, default) is not null)
        {
            return Churns(opening, owner);
        }

        return IsShortLived(opening.Registrations, owner.Type) ? Churns(opening, owner) : Finding.None;
    }

    /// <summary>What a base type opens, each object of a derived type opens.</summary>
    private static bool IsShortLived(ServiceRegistrations registrations, INamedTypeSymbol type)
        => (type.IsAbstract ? registrations.OfDerived(type) : registrations.Of(type)) is ServiceLifetime.Scoped or ServiceLifetime.Transient;

    private static Diagnostic Churns(Opening opening, Owner owner)
        => OpeningDiagnostic.Create(
            Descriptors.OpenedPerCall,
            opening,
            SharingFixes.ForRequest(opening),
            opening.Name,
            owner.Closes ? Holding.ClosesAgain : Holding.NeverCloses,
            $"a '{owner.Type.Name}' is created",
            opening.CanUsePool ? "take it from RedisPool.For, which opens it once" : "open it once and share it");
}
