using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Registrations;
using RedisGuard.Analyzers.Rules;

namespace RedisGuard.Analyzers.Connections;

/// <summary>RG1000: where the pool is referenced, a connection that goes around it and has no worse fault.</summary>
internal sealed class OpenedOutsidePoolRule : IConnectionRule
{
    public Finding Check(Opening opening)
        => opening.CanUsePool
            && opening.Obligation.Helper is null
            && !opening.Context.IsTest
            && !IsHandedToPool(opening)
                ? OpeningDiagnostic.Create(Descriptors.OpenedOutsidePool, opening, FixesOf(opening), opening.Name)
                : Finding.None;

    /// <summary>The fixes of a registration: registering the pool is the best.</summary>
    private static ImmutableArray<string> FixesOf(Opening opening)
        => RegistrationCall.Around(opening.Site) is { } registration && RegistrationCall.LifetimeOf(registration) == ServiceLifetime.Singleton
            ? SharingFixes.For(opening).Insert(0, Fixes.AddRedisGuard)
            : SharingFixes.For(opening);

    /// <summary>A factory or instance that the pool is given is how the pool opens its connections.</summary>
    private static bool IsHandedToPool(Opening opening)
    {
        for (IOperation? current = opening.Operation.Parent; current is not null; current = current.Parent)
        {
            ISymbol? receiver = current switch
            {
                IInvocationOperation invocation => invocation.TargetMethod,
                IObjectCreationOperation creation => creation.Constructor,
                ISimpleAssignmentOperation { Target: IMemberReferenceOperation member } => member.Member,
                _ => null,
            };
            if (receiver is not null && SymbolEqualityComparer.Default.Equals(receiver.ContainingAssembly, opening.Symbols.Pool!.ContainingAssembly))
            {
                return true;
            }
        }

        return false;
    }
}
