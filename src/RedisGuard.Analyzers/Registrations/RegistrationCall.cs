using System;
using System.Collections.Immutable;
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

    /// <summary>The same of a call or of a descriptor made by hand; null for any other operation.</summary>
    public static ServiceLifetime? LifetimeOf(IOperation operation)
        => operation switch
        {
            IInvocationOperation { TargetMethod: { Name: "Describe" or "DescribeKeyed" } method } call when IsRegistrar(method.ContainingType) => Named(call.Arguments),
            IInvocationOperation call => LifetimeOf(call.TargetMethod),

            // The one constructor without a lifetime takes an instance.
            IObjectCreationOperation { Type: INamedTypeSymbol { Name: "ServiceDescriptor" } type } creation when IsRegistrar(type)
                => Named(creation.Arguments) ?? ServiceLifetime.Singleton,
            _ => null,
        };

    /// <summary>The registration that a factory is handed to; null where it is handed to something else.</summary>
    public static IOperation? Around(IOperation operation)
    {
        for (IOperation? current = operation.Parent; current is not null; current = current.Parent)
        {
            if (LifetimeOf(current) is not null)
            {
                return current;
            }
        }

        return null;
    }

    private static ServiceLifetime? Named(ImmutableArray<IArgumentOperation> arguments)
    {
        foreach (IArgumentOperation argument in arguments)
        {
            if (argument.Parameter?.Type.Name == nameof(ServiceLifetime)
                && argument.Value.ConstantValue is { HasValue: true, Value: int and >= (int)ServiceLifetime.Singleton and <= (int)ServiceLifetime.Transient and var value })
            {
                return (ServiceLifetime)value;
            }
        }

        return null;
    }

    private static bool IsRegistrar(INamedTypeSymbol? type)
        => type is { Name: "ServiceCollectionServiceExtensions" or "ServiceCollectionDescriptorExtensions" or "ServiceDescriptor" or "ServiceCollectionHostedServiceExtensions" }
            && type.ContainingNamespace?.ToDisplayString().StartsWith("Microsoft.Extensions.DependencyInjection", StringComparison.Ordinal) == true;
}
