using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Reading;
using RedisGuard.Analyzers.Values;

namespace RedisGuard.Analyzers.Registrations;

/// <summary>
/// Type → lifetime, over the whole compilation: its registering calls are found by their names when the first question comes, so that
/// an editor is answered while it shows one file. A type that is registered more than once has the shortest of its lifetimes. Thread-safe.
/// </summary>
internal sealed class ServiceRegistrations
{
    private readonly object _gate = new();
    private readonly Compilation _compilation;
    private Dictionary<INamedTypeSymbol, ServiceLifetime>? _lifetimes;

    public ServiceRegistrations(Compilation compilation) => _compilation = compilation;

    /// <summary>The lifetime of a type; null where nothing in this compilation registers it.</summary>
    public ServiceLifetime? Of(INamedTypeSymbol type, CancellationToken cancellationToken = default)
        => Lifetimes(cancellationToken).TryGetValue(type.OriginalDefinition, out ServiceLifetime lifetime) ? lifetime : Marked(type);

    /// <summary>The shortest lifetime of the types that are derived from one; null where none of them is registered.</summary>
    public ServiceLifetime? OfDerived(INamedTypeSymbol type, CancellationToken cancellationToken = default)
    {
        ServiceLifetime? shortest = null;
        foreach (KeyValuePair<INamedTypeSymbol, ServiceLifetime> known in Lifetimes(cancellationToken))
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

    private Dictionary<INamedTypeSymbol, ServiceLifetime> Lifetimes(CancellationToken cancellationToken)
    {
        lock (_gate) // a search that is cancelled leaves nothing behind
        {
            return _lifetimes ??= Read(cancellationToken);
        }
    }

    private Dictionary<INamedTypeSymbol, ServiceLifetime> Read(CancellationToken cancellationToken)
    {
        var lifetimes = new Dictionary<INamedTypeSymbol, ServiceLifetime>(SymbolEqualityComparer.Default);
        foreach (SyntaxTree tree in _compilation.SyntaxTrees)
        {
            InvocationExpressionSyntax[] calls = WrittenRegistrations.In(tree, cancellationToken);
            if (calls.Length == 0)
            {
                continue;
            }

            SemanticModel model = _compilation.ModelOf(tree);
            foreach (InvocationExpressionSyntax call in calls)
            {
                if (model.GetOperation(call, cancellationToken) is IInvocationOperation registration)
                {
                    Note(registration, lifetimes);
                }
                else if (UnboundRegistration.SingletonIn(call, model, cancellationToken) is { } single)
                {
                    Add(single, ServiceLifetime.Singleton, lifetimes);
                }
            }
        }

        return lifetimes;
    }

    private static void Note(IInvocationOperation invocation, Dictionary<INamedTypeSymbol, ServiceLifetime> lifetimes)
    {
        if (RegistrationCall.LifetimeOf((IOperation)invocation) is { } lifetime)
        {
            // AddScoped<IService, Service>(): the implementation is the last one named.
            if (invocation.TargetMethod.TypeArguments.LastOrDefault() is INamedTypeSymbol named)
            {
                Add(named, lifetime, lifetimes);
            }

            Add(invocation.Arguments, lifetime, lifetimes);
        }
        else if (invocation.TargetMethod.Name is "Add" or "TryAdd" or "Replace")
        {
            // services.Add(new ServiceDescriptor(typeof(Service), typeof(Service), ServiceLifetime.Scoped))
            foreach (IArgumentOperation argument in invocation.Arguments)
            {
                if (argument.Value.Unwrapped() is IObjectCreationOperation descriptor && RegistrationCall.LifetimeOf(descriptor) is { } described)
                {
                    Add(descriptor.Arguments, described, lifetimes);
                }
            }
        }
    }

    private static void Add(ImmutableArray<IArgumentOperation> arguments, ServiceLifetime lifetime, Dictionary<INamedTypeSymbol, ServiceLifetime> lifetimes)
    {
        foreach (IArgumentOperation argument in arguments)
        {
            foreach (IOperation descendant in argument.Value.DescendantsAndSelf())
            {
                switch (descendant)
                {
                    // AddScoped(typeof(IService), typeof(Service))
                    case ITypeOfOperation { TypeOperand: INamedTypeSymbol type }:
                        Add(type, lifetime, lifetimes);
                        break;

                    // AddScoped<IService>(sp => new Service(…)), and the instance form
                    case IObjectCreationOperation { Type: INamedTypeSymbol created }:
                        Add(created, lifetime, lifetimes);
                        break;
                }
            }
        }
    }

    private static void Add(INamedTypeSymbol type, ServiceLifetime lifetime, Dictionary<INamedTypeSymbol, ServiceLifetime> lifetimes)
    {
        INamedTypeSymbol service = type.OriginalDefinition;
        if (!lifetimes.TryGetValue(service, out ServiceLifetime known) || known < lifetime)
        {
            lifetimes[service] = lifetime;
        }
    }
}
