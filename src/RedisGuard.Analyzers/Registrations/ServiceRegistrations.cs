using System;
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
/// Type → lifetime, over the whole compilation: the calls that may register a type are found by their text when it is asked about, and only they
/// are bound, so that an editor is answered while it shows one file. A type that is registered more than once has the shortest of its lifetimes. Thread-safe.
/// </summary>
internal sealed class ServiceRegistrations
{
    private readonly object _gate = new();
    private readonly Compilation _compilation;
    private readonly Dictionary<INamedTypeSymbol, ServiceLifetime> _lifetimes = new(SymbolEqualityComparer.Default);
    private readonly HashSet<WrittenRegistration> _read = new();
    private readonly HashSet<INamedTypeSymbol> _asked = new(SymbolEqualityComparer.Default);
    private bool _areAllRead;

    public ServiceRegistrations(Compilation compilation) => _compilation = compilation;

    /// <summary>The lifetime of a type; null where nothing in this compilation registers it.</summary>
    public ServiceLifetime? Of(INamedTypeSymbol type, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            Read(type.OriginalDefinition, cancellationToken);
            return _lifetimes.TryGetValue(type.OriginalDefinition, out ServiceLifetime lifetime) ? lifetime : Marked(type);
        }
    }

    /// <summary>The shortest lifetime of the types that are derived from one; null where none of them is registered.</summary>
    public ServiceLifetime? OfDerived(INamedTypeSymbol type, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            ReadAll(cancellationToken);
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

    private void Read(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        if (!_areAllRead && !_asked.Contains(type))
        {
            var mentions = new Lazy<TypeMentions>(() => TypeMentions.Of(type, _compilation, cancellationToken));
            ReadWhere((written, model) => written.IsInferred ? mentions.Value.MayBeGivenIn(model.SyntaxTree, cancellationToken) : written.Naming(type.Name).Any(name => !model.IsAnothers(name, type)), cancellationToken);
            _asked.Add(type);
        }
    }

    private void ReadAll(CancellationToken cancellationToken)
    {
        if (!_areAllRead)
        {
            ReadWhere((_, _) => true, cancellationToken);
            _areAllRead = true;
        }
    }

    private void ReadWhere(Func<WrittenRegistration, SemanticModel, bool> isWanted, CancellationToken cancellationToken)
    {
        foreach (SyntaxTree tree in _compilation.SyntaxTrees)
        {
            SemanticModel? model = null;
            foreach (WrittenRegistration written in WrittenRegistrations.In(tree, cancellationToken))
            {
                // One whose search is cancelled is read again with the next question.
                if (!_read.Contains(written) && isWanted(written, model ??= _compilation.ModelOf(tree)))
                {
                    Read(written.Call, model, cancellationToken);
                    _read.Add(written);
                }
            }
        }
    }

    private void Read(InvocationExpressionSyntax call, SemanticModel model, CancellationToken cancellationToken)
    {
        if (NinjectRegistration.SingletonIn(call, model, cancellationToken) is { } bound)
        {
            Add(bound, ServiceLifetime.Singleton, _lifetimes);
        }
        else if (model.GetOperation(call, cancellationToken) is IInvocationOperation registration)
        {
            Note(registration, _lifetimes);
        }
        else if (UnboundRegistration.SingletonIn(call, model, cancellationToken) is { } single)
        {
            Add(single, ServiceLifetime.Singleton, _lifetimes);
        }
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
