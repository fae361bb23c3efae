using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Model;
using RedisGuard.Analyzers.Values;

namespace RedisGuard.Analyzers.Registrations;

/// <summary>
/// Type → lifetime, over the whole compilation: complete only at its end. A type that is registered more than once has
/// the shortest of its lifetimes. Thread-safe.
/// </summary>
internal sealed class ServiceRegistrations
{
    private readonly ConcurrentDictionary<INamedTypeSymbol, ServiceLifetime> _lifetimes = new(SymbolEqualityComparer.Default);

    /// <summary>Whether a compilation can register anything: without the library for it, nothing needs to wait for its end.</summary>
    public static bool MayBeIn(Compilation compilation)
        => compilation.GetBestTypeByMetadataName("Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions") is not null;

    /// <summary>The lifetime of a type; null where nothing in this compilation registers it.</summary>
    public ServiceLifetime? Of(INamedTypeSymbol type)
        => _lifetimes.TryGetValue(type.OriginalDefinition, out ServiceLifetime lifetime) ? lifetime : Marked(type);

    /// <summary>The shortest lifetime of the types that are derived from one; null where none of them is registered.</summary>
    public ServiceLifetime? OfDerived(INamedTypeSymbol type)
    {
        ServiceLifetime? shortest = null;
        foreach (KeyValuePair<INamedTypeSymbol, ServiceLifetime> known in _lifetimes)
        {
            for (INamedTypeSymbol? current = known.Key.BaseType; current is not null; current = current.BaseType)
            {
                if (SymbolEqualityComparer.Default.Equals(current.OriginalDefinition, type.OriginalDefinition) && (shortest is null || shortest < known.Value))
                {
                    shortest = known.Value;
                }
            }
        }

        return shortest;
    }

    /// <summary>By the interfaces with which a type asks frameworks like ABP to be registered, which are known by name.</summary>
    public static ServiceLifetime? Marked(INamedTypeSymbol type)
    {
        foreach (INamedTypeSymbol marker in type.AllInterfaces)
        {
            switch (marker.Name)
            {
                case "ISingletonDependency":
                    return ServiceLifetime.Singleton;
                case "IScopedDependency":
                    return ServiceLifetime.Scoped;
                case "ITransientDependency":
                    return ServiceLifetime.Transient;
            }
        }

        return null;
    }

    public void Note(IInvocationOperation invocation)
    {
        // Add…, TryAdd…, Replace, and what makes a descriptor: Describe…, Scoped, Singleton, Transient, Keyed….
        if (invocation.TargetMethod.Name is not ['A' or 'T' or 'R' or 'D' or 'S' or 'K', ..])
        {
            return;
        }

        if (RegistrationCall.LifetimeOf((IOperation)invocation) is { } lifetime)
        {
            // AddScoped<IService, Service>(): the implementation is the last one named.
            if (invocation.TargetMethod.TypeArguments.LastOrDefault() is INamedTypeSymbol named)
            {
                Add(named, lifetime);
            }

            Add(invocation.Arguments, lifetime);
        }
        else if (invocation.TargetMethod.Name is "Add" or "TryAdd" or "Replace")
        {
            // services.Add(new ServiceDescriptor(typeof(Service), typeof(Service), ServiceLifetime.Scoped))
            foreach (IArgumentOperation argument in invocation.Arguments)
            {
                if (argument.Value.Unwrapped() is IObjectCreationOperation descriptor && RegistrationCall.LifetimeOf(descriptor) is { } described)
                {
                    Add(descriptor.Arguments, described);
                }
            }
        }
    }

    private void Add(ImmutableArray<IArgumentOperation> arguments, ServiceLifetime lifetime)
    {
        foreach (IArgumentOperation argument in arguments)
        {
            foreach (IOperation descendant in argument.Value.DescendantsAndSelf())
            {
                switch (descendant)
                {
                    // AddScoped(typeof(IService), typeof(Service))
                    case ITypeOfOperation { TypeOperand: INamedTypeSymbol type }:
                        Add(type, lifetime);
                        break;

                    // AddScoped<IService>(sp => new Service(…)), and the instance form
                    case IObjectCreationOperation { Type: INamedTypeSymbol created }:
                        Add(created, lifetime);
                        break;
                }
            }
        }
    }

    private void Add(INamedTypeSymbol type, ServiceLifetime lifetime)
    {
        INamedTypeSymbol service = type.OriginalDefinition;
        if (!_lifetimes.TryGetValue(service, out ServiceLifetime known) || known < lifetime)
        {
            _lifetimes.AddOrUpdate(service, lifetime, (_, other) => other > lifetime ? other : lifetime);
        }
    }
}
