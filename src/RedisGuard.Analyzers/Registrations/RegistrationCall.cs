using System;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RedisGuard.Analyzers.Registrations;

/// <summary>Recognises a call that registers a service with Microsoft.Extensions.DependencyInjection.</summary>
internal static class RegistrationCall
{
    /// <summary>The lifetime that a call gives the service it registers; null for any other call.</summary>
    public static ServiceLifetime? LifetimeOf(IMethodSymbol method)
    {
        // By name first: this is asked of each call of a compilation.
        string name = method.Name;
        bool mayRegister = name.StartsWith("Add", StringComparison.Ordinal)
            || name.StartsWith("TryAdd", StringComparison.Ordinal)
            || method.ContainingType?.Name == "ServiceDescriptor";
        if (!mayRegister || !IsRegistrar(method.ContainingType))
        {
            return null;
        }

        if (name.EndsWith("Scoped", StringComparison.Ordinal))
        {
            return ServiceLifetime.Scoped;
        }

        if (name.EndsWith("Transient", StringComparison.Ordinal))
        {
            return ServiceLifetime.Transient;
        }

        return name.EndsWith("Singleton", StringComparison.Ordinal) || name == "AddHostedService" ? ServiceLifetime.Singleton : null;
    }

    /// <summary>The registration that a factory is handed to; null where it is handed to something else.</summary>
    public static IInvocationOperation? Around(IOperation operation)
    {
        for (IOperation? current = operation.Parent; current is not null; current = current.Parent)
        {
            if (current is IInvocationOperation invocation && LifetimeOf(invocation.TargetMethod) is not null)
            {
                return invocation;
            }
        }

        return null;
    }

    private static bool IsRegistrar(INamedTypeSymbol? type)
        => type is { Name: "ServiceCollectionServiceExtensions" or "ServiceCollectionDescriptorExtensions" or "ServiceDescriptor" or "ServiceCollectionHostedServiceExtensions" }
            && type.ContainingNamespace?.ToDisplayString().StartsWith("Microsoft.Extensions.DependencyInjection", StringComparison.Ordinal) == true;
}
