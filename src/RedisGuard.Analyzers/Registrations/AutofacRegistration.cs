using System;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RedisGuard.Analyzers.Registrations;

/// <summary>
/// Recognises a call that registers a service with Autofac, where the lifetime is said further on in the chain:
/// <c>builder.Register(…).As&lt;T&gt;().SingleInstance()</c>. Unsaid, each that asks gets a new one.
/// </summary>
internal static class AutofacRegistration
{
    public static ServiceLifetime? LifetimeOf(IInvocationOperation call)
        => call.TargetMethod.Name is "Register" or "RegisterType" && IsOfAutofac(call.TargetMethod.ContainingType) ? SaidIn(call) : null;

    private static ServiceLifetime SaidIn(IInvocationOperation call)
    {
        for (IOperation current = call; Next(current) is { } next; current = next)
        {
            switch (next.TargetMethod.Name)
            {
                case "SingleInstance":
                    return ServiceLifetime.Singleton;
                case "InstancePerDependency":
                    return ServiceLifetime.Transient;
                case { } name when name.StartsWith("InstancePer", StringComparison.Ordinal):
                    return ServiceLifetime.Scoped;
                // What Autofac doesn't dispose, or keeps in its own way, is the author's affair.
                case "ExternallyOwned":
                    return ServiceLifetime.Singleton;
            }
        }

        return ServiceLifetime.Transient;
    }

    /// <summary>The call that is made on the result of another, as a member or an extension.</summary>
    private static IInvocationOperation? Next(IOperation call)
    {
        IOperation child = call;
        IOperation? parent = call.Parent;
        while (parent is IConversionOperation or IParenthesizedOperation or IArgumentOperation)
        {
            child = parent;
            parent = parent.Parent;
        }

        return parent is IInvocationOperation next && (next.Instance == child || (next.TargetMethod.IsExtensionMethod && !next.Arguments.IsEmpty && next.Arguments[0] == child)) ? next : null;
    }

    private static bool IsOfAutofac(INamedTypeSymbol? type)
        => type?.ContainingNamespace is { Name: "Autofac" } or { ContainingNamespace.Name: "Autofac" };
}
