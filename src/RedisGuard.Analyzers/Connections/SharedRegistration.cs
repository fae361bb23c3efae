using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Model;
using RedisGuard.Analyzers.Registrations;
using RedisGuard.Analyzers.Values;

namespace RedisGuard.Analyzers.Connections;

/// <summary>
/// A scoped or transient registration of the connection whose factory gives back one that others use too: the container
/// disposes what its factories return, at each scope's end.
/// </summary>
internal static class SharedRegistration
{
    /// <summary>The shared connection that the factory returns; null for every other call.</summary>
    public static IOperation? ReturnedShared(IInvocationOperation registration, RedisSymbols symbols)
    {
        if (RegistrationCall.LifetimeOf(registration.TargetMethod) is null or ServiceLifetime.Singleton
            || registration.TargetMethod.TypeArguments.LastOrDefault() is not { } service
            || !symbols.IsConnection(service))
        {
            return null;
        }

        foreach (IArgumentOperation argument in registration.Arguments)
        {
            if (argument.Value.Unwrapped() is IDelegateCreationOperation { Target: IAnonymousFunctionOperation factory })
            {
                return factory.Body.Operations.OfType<IReturnOperation>().Select(returned => returned.ReturnedValue).FirstOrDefault(value => value is not null && IsShared(value, factory));
            }
        }

        return null;
    }

    private static bool IsShared(IOperation value, IAnonymousFunctionOperation factory)
        => value.Unwrapped() switch
        {
            IFieldReferenceOperation => true,
            IPropertyReferenceOperation => true,
            ILocalReferenceOperation local => !SymbolEqualityComparer.Default.Equals(local.Local.ContainingSymbol, factory.Symbol),
            IInvocationOperation { TargetMethod.Name: "GetRequiredService" or "GetService" or "GetRequiredKeyedService" or "GetKeyedService" } => true,
            _ => false,
        };
}
