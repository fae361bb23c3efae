using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Reading;
using RedisGuard.Analyzers.Registrations;
using RedisGuard.Analyzers.Rules;

namespace RedisGuard.Analyzers.Connections;

/// <summary>RG1010: a connection opened on the spot and registered as an instance.</summary>
internal sealed class RegisteredInstanceRule : IConnectionRule
{
    public Finding Check(Opening opening)
        => opening.Context.IsTest ? Finding.None
            : IsRegisteredInstance(opening.Operation) ? OpeningDiagnostic.Create(Descriptors.RegisteredInstanceNeverClosed, opening, ImmutableArray.Create(Cures.Factory), opening.Name)
            : IsOnlyRegistered(opening) ? OpeningDiagnostic.Create(Descriptors.RegisteredInstanceNeverClosed, opening, ImmutableArray<string>.Empty, opening.Name)
            : Finding.None;

    /// <summary><c>var redis = Connect(…); services.AddSingleton(redis);</c>, where no other code uses the variable.</summary>
    private static bool IsOnlyRegistered(Opening opening)
        => opening.Obligation is { Releases.Count: 0, Holder: { } holder, HasAliases: false }
            && opening.Operation.Root().Descendants().OfType<ILocalReferenceOperation>().Where(use => SymbolEqualityComparer.Default.Equals(use.Local, holder)).ToArray() is [{ } only]
            && IsRegisteredInstance(only);

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
