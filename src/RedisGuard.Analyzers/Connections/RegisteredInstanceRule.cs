using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Registrations;
using RedisGuard.Analyzers.Rules;

namespace RedisGuard.Analyzers.Connections;

/// <summary>RG1010: a connection opened on the spot and registered as an instance.</summary>
internal sealed class RegisteredInstanceRule : IConnectionRule
{
    public Finding Check(Opening opening)
        => opening.Context.IsTest ? Finding.None
            : IsRegisteredInstance(opening.Operation) ? OpeningDiagnostic.Create(Descriptors.RegisteredInstanceNeverClosed, opening, ImmutableArray.Create(Fixes.Factory), opening.Name)
            : Finding.None;

    private static bool IsRegisteredInstance(IOperation operation)
    {
        IOperation? current = operation.Parent;
        while (current is IConversionOperation or IAwaitOperation or IParenthesizedOperation or IPropertyReferenceOperation)
        {
            current = current.Parent;
        }

        return current is IArgumentOperation { Parent: IInvocationOperation registration }
            && RegistrationCall.LifetimeOf(registration.TargetMethod) == ServiceLifetime.Singleton;
    }
}
