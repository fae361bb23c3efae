using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Reading;
using RedisGuard.Analyzers.Registrations;
using RedisGuard.Analyzers.Rules;

namespace RedisGuard.Analyzers.Connections;

/// <summary>RG1005: a scoped or transient registration whose factory opens a connection.</summary>
internal sealed class RegistrationOpensRule : IConnectionRule
{
    public Finding Check(Opening opening)
    {
        IOperation? around = RegistrationCall.Around(opening.Site);
        IOperation? registration = around is not null && IsInFactory(opening.Site, around) ? around : OfNamedFactory(opening.Site);
        if (registration is null
            || RegistrationCall.LifetimeOf(registration) is null or ServiceLifetime.Singleton
            || opening.Context.IsTest)
        {
            return Finding.None;
        }

        string when = RegistrationCall.LifetimeOf(registration) == ServiceLifetime.Scoped ? "a scope is created" : "the service is resolved";
        string cure = registration is IInvocationOperation { TargetMethod.Name: "Register" } ? "SingleInstance" : opening.CanUsePool ? "services.AddRedisGuard" : "AddSingleton";
        return OpeningDiagnostic.Create(Descriptors.RegistrationOpensPerScope, opening, registration == around ? RegistrationFixes.For(registration, opening) : ImmutableArray<string>.Empty, when, cure);
    }

    /// <summary>
    /// Whether the factory itself opens, or a <c>Lazy</c> that it makes. An instance that is opened on the spot and handed in
    /// was opened once, whatever the lifetime's name; a function inside the factory runs whenever its taker likes: a registered
    /// <c>Func</c>, a <c>GetOrAdd</c>.
    /// </summary>
    private static bool IsInFactory(IOperation operation, IOperation registration)
    {
        for (IOperation? current = operation; current is not null && current != registration; current = current.Parent)
        {
            if (current is not (IAnonymousFunctionOperation or IMethodReferenceOperation))
            {
                continue;
            }

            IOperation? taker = (current.DelegateUse() as IArgumentOperation)?.Parent;
            if (taker is not IObjectCreationOperation { Type.Name: "Lazy" })
            {
                return taker == registration;
            }
        }

        return false;
    }

    /// <summary><c>Func&lt;…&gt; open = _ =&gt; Connect(…); services.AddScoped(open);</c>: the registration that gets the variable.</summary>
    private static IOperation? OfNamedFactory(IOperation operation)
    {
        IOperation? function = operation;
        while (function is not null and not IAnonymousFunctionOperation)
        {
            function = function.Parent;
        }

        return function?.DelegateUse() is not IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: { } variable } } ? null
            : operation.Root().Descendants().OfType<ILocalReferenceOperation>()
                .Where(use => SymbolEqualityComparer.Default.Equals(use.Local, variable))
                .Select(use => (use.DelegateUse() as IArgumentOperation)?.Parent)
                .FirstOrDefault(taker => taker is not null && RegistrationCall.LifetimeOf(taker) is not null);
    }
}
