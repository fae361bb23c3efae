using System;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Context;
using RedisGuard.Analyzers.Model;
using RedisGuard.Analyzers.Ownership;
using RedisGuard.Analyzers.Ownership.Members;
using RedisGuard.Analyzers.Values;

namespace RedisGuard.Analyzers.Connections;

/// <summary>Tells where a connection comes from that isn't this code's own: provenance first, and silence where it can't be told.</summary>
internal sealed class BorrowedConnections
{
    private readonly RedisSymbols _symbols;
    private readonly TypeOwnerships _types;

    public BorrowedConnections(RedisSymbols symbols, TypeOwnerships types)
    {
        _symbols = symbols;
        _types = types;
    }

    /// <summary>The origin of a borrowed connection, in the words of a message; null where it is, or may be, this code's own.</summary>
    public string? Origin(IOperation connection, ISymbol member, CancellationToken cancellationToken)
    {
        switch (connection.Unwrapped())
        {
            case IParameterReferenceOperation parameter:
                return OfParameter(parameter.Parameter, member);

            case IFieldReferenceOperation { Instance: null or IInstanceReferenceOperation } field:
                return OfMember(field.Field, member, cancellationToken);

            case IPropertyReferenceOperation property when _symbols.Connections.EffectOf(property.Property) == MemberEffect.Unwraps && property.Instance is { } view:
                return OfView(view, member, cancellationToken);

            case IPropertyReferenceOperation property when IsPool(property.Property.ContainingType):
                return $"belongs to the pool ('{property.Property.ContainingType.Name}.{property.Property.Name}')";

            case IPropertyReferenceOperation { Instance: null or IInstanceReferenceOperation } property:
                return OfMember(property.Property, member, cancellationToken);

            case ILocalReferenceOperation local when local.OnlyValue() is { } value && value.Unwrapped() is not ILocalReferenceOperation:
                return Origin(value, member, cancellationToken);

            case IInvocationOperation { TargetMethod.Name: "GetRequiredService" or "GetService" or "GetRequiredKeyedService" or "GetKeyedService" }:
                return "belongs to the container it is resolved from";

            case IInvocationOperation { TargetMethod: { } method } when IsPool(method.ContainingType):
                return $"belongs to the pool ('{method.ContainingType.Name}.{method.Name}')";

            case IAwaitOperation { Operation: IInvocationOperation awaited }:
                return Origin(awaited is { TargetMethod.Name: "ConfigureAwait", Instance: { } task } ? task : awaited, member, cancellationToken);

            default:
                return null;
        }
    }

    private static string? OfParameter(IParameterSymbol parameter, ISymbol member)
    {
        if (parameter.ContainingSymbol is not IMethodSymbol method || OwnershipAttributes.Handles(parameter) || OwnershipAttributes.Handles(method))
        {
            return null;
        }

        // A primary constructor's parameter is a field in all but name.
        if (method.MethodKind == MethodKind.Constructor)
        {
            return SymbolEqualityComparer.Default.Equals(member, method) || Owner.IsClosingMember(member) ? null : $"comes from the constructor parameter '{parameter.Name}'";
        }

        bool takesOver = method.MethodKind != MethodKind.Ordinary
            || method.DeclaredAccessibility == Accessibility.Private
            || ClosingNames.Mean(method.Name)
            || ClosingNames.MeanOld(parameter.Name);
        return takesOver ? null : $"comes from the parameter '{parameter.Name}'";
    }

    /// <summary>A field that only constructors fill, from their parameters, holds somebody else's connection.</summary>
    private string? OfMember(ISymbol kept, ISymbol member, CancellationToken cancellationToken)
    {
        if (member.ContainingType is not { } type || !IsInjected(kept, type, cancellationToken))
        {
            return null;
        }

        // Closing in one's own disposal what one was given may be taking ownership.
        return !Owner.IsClosingMember(member) || TypeRole.IsPerCall(type, out _) || InjectedTypes.IsMadeByContainer(type, kept, _symbols, cancellationToken)
            ? $"was handed to '{type.Name}' ('{kept.Name}')"
            : null;
    }

    private bool IsInjected(ISymbol kept, INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        MemberOwnership ownership = _types.Of(type, kept, cancellationToken);
        return ownership.Fills.Count > 0 && !OpensForItself(type, cancellationToken) && ownership.Fills.All(fill => fill.Operation switch
        {
            IAssignmentOperation assignment => IsParameter(assignment.Value),
            IFieldInitializerOperation initializer => IsParameter(initializer.Value),
            IPropertyInitializerOperation initializer => IsParameter(initializer.Value),
            _ => false,
        });
    }

    /// <summary><c>: this(ConnectionMultiplexer.Connect(…))</c>: what another constructor hands in may be the type's own.</summary>
    private static bool OpensForItself(INamedTypeSymbol type, CancellationToken cancellationToken)
        => type.InstanceConstructors
            .SelectMany(constructor => constructor.DeclaringSyntaxReferences)
            .Select(reference => reference.GetSyntax(cancellationToken))
            .OfType<ConstructorDeclarationSyntax>()
            .Any(constructor => constructor.Initializer is { ThisOrBaseKeyword.RawKind: (int)SyntaxKind.ThisKeyword } initializer
                && initializer.DescendantNodes().OfType<InvocationExpressionSyntax>().Any());

    private static bool IsParameter(IOperation value)
        => value.Unwrapped() switch
        {
            IParameterReferenceOperation { Parameter.ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } } => true,
            ICoalesceOperation { WhenNull: { } otherwise } coalesce => IsParameter(coalesce.Value) && otherwise.Unwrapped() is IThrowOperation,
            _ => false,
        };

    private string? OfView(IOperation view, ISymbol member, CancellationToken cancellationToken)
    {
        const string words = "is the one behind a database that was handed in";
        switch (view.Unwrapped())
        {
            case IParameterReferenceOperation parameter:
                return OfParameter(parameter.Parameter, member) is null ? null : words;
            case IFieldReferenceOperation { Instance: null or IInstanceReferenceOperation } field:
                return member.ContainingType is { } type && IsInjected(field.Field, type, cancellationToken) ? words : null;
            default:
                return null;
        }
    }

    private bool IsPool(INamedTypeSymbol? type)
        => type is not null && _symbols.Pool is { } pool && SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, pool.ContainingAssembly);
}
