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
        return NamedBy(method.Name) is { } lifetime
            && (method.Name.StartsWith("Add", StringComparison.Ordinal)
                || method.Name.StartsWith("TryAdd", StringComparison.Ordinal)
                || method.ContainingType?.Name == "ServiceDescriptor")
            && IsRegistrar(method.ContainingType)
                ? lifetime
                : null;
    }

    /// <summary>The same of a call or of a descriptor made by hand; null for any other operation.</summary>
    public static ServiceLifetime? LifetimeOf(IOperation operation)
        => operation switch
        {
            IInvocationOperation { TargetMethod: { Name: "Describe" or "DescribeKeyed" } method } call when IsRegistrar(method.ContainingType) => Named(call.Arguments),
            IInvocationOperation call => LifetimeOf(call.TargetMethod) ?? AutofacRegistration.LifetimeOf(call),

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

    private static ServiceLifetime? NamedBy(string method)
        => method switch
        {
            [.., 'd'] when method.EndsWith("Scoped", StringComparison.Ordinal) => ServiceLifetime.Scoped,
            [.., 't'] when method.EndsWith("Transient", StringComparison.Ordinal) => ServiceLifetime.Transient,
            [.., 'n'] when method.EndsWith("Singleton", StringComparison.Ordinal) => ServiceLifetime.Singleton,
            "AddHostedService" => ServiceLifetime.Singleton,
            _ => null,
        };

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
            && IsOfDependencyInjection(type.ContainingNamespace);

    /// <summary><c>Microsoft.Extensions.DependencyInjection</c>, or one inside it.</summary>
    private static bool IsOfDependencyInjection(INamespaceSymbol? space)
    {
        for (INamespaceSymbol? current = space; current is not null; current = current.ContainingNamespace)
        {
            if (current is { Name: "DependencyInjection", ContainingNamespace: { Name: "Extensions", ContainingNamespace: { Name: "Microsoft", ContainingNamespace.IsGlobalNamespace: true } } })
            {
                return true;
            }
        }

        return false;
    }
}
