using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Dataflow;
using RedisGuard.Analyzers.Model;
using RedisGuard.Analyzers.Origins;
using RedisGuard.Analyzers.Ownership;
using RedisGuard.Analyzers.Ownership.Members;
using RedisGuard.Analyzers.Reading;
using RedisGuard.Analyzers.Rules;
using RedisGuard.Analyzers.Values;

namespace RedisGuard.Analyzers.Subscriptions;

/// <summary>
/// Tells whether a connection is this code's own: opened in the same scope, or by the type that keeps it. What is
/// subscribed on such a connection ends with it, and whether it is closed is the connection rules' question.
/// </summary>
internal sealed class ConnectionOrigins
{
    private const int MaxSteps = 12;

    private readonly ResourceModel _connections;
    private readonly TypeOwnerships _types;
    private readonly MethodSummaries _summaries;
    private readonly Creations _creations;

    public ConnectionOrigins(RuleRegistry registry)
    {
        _types = registry.Types;
        _creations = new Creations(registry.Symbols.Compilation);
        _connections = registry.Symbols.Connections;
        _summaries = registry.CallsOf(ResourceKind.Connection).Summaries;
    }

    public ConnectionOrigin Of(IOperation? connection, INamedTypeSymbol type, CancellationToken cancellationToken)
        => connection is null ? ConnectionOrigin.Foreign : Of(connection, type, MaxSteps, cancellationToken);

    /// <summary>The values that a type puts in one of its members.</summary>
    public IEnumerable<IOperation> FillsOf(INamedTypeSymbol type, ISymbol member, CancellationToken cancellationToken)
        => _types.Of(type, member, cancellationToken).Fills.Select(fill => fill.Value).OfType<IOperation>();

    /// <summary>Whether a statement opens a connection whatever was there before: not <c>??=</c>, which mostly opens none.</summary>
    public bool OpensOutright(IOperation statement)
        => statement is not IConditionalOperation
            && statement.Descendants().Any(part => part is IInvocationOperation invocation
                && _connections.EffectOf(invocation.TargetMethod) == MemberEffect.Acquires
                && !IsAlternative(invocation));

    private static bool IsAlternative(IOperation value)
    {
        while (value.Parent is IConversionOperation or IAwaitOperation or IParenthesizedOperation)
        {
            value = value.Parent;
        }

        return value.Parent is ICoalesceOperation or ICoalesceAssignmentOperation;
    }

    private ConnectionOrigin Of(IOperation operation, INamedTypeSymbol type, int steps, CancellationToken cancellationToken)
    {
        IOperation? current = operation;
        for (; current is not null && steps > 0; steps--)
        {
            switch (current.Unwrapped())
            {
                case IAwaitOperation awaited:
                    current = awaited.Operation;
                    break;

                case IInvocationOperation invocation when IsFresh(invocation, cancellationToken):
                    return ConnectionOrigin.Scope;

                case IInvocationOperation { Instance: { } instance }:
                    current = instance;
                    break;

                case IPropertyReferenceOperation { Instance: { } instance } when instance is not IInstanceReferenceOperation:
                    current = instance;
                    break;

                case ILocalReferenceOperation local:
                    return IsAssignedFresh(local, cancellationToken) ? ConnectionOrigin.Scope
                        : local.OnlyValue() is { } value ? Of(value, type, steps - 1, cancellationToken)
                        : ConnectionOrigin.Foreign;

                case IParameterReferenceOperation { Parameter: { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } } given }:
                    return IsMadeWithFresh(type, given, cancellationToken) ? ConnectionOrigin.Type : ConnectionOrigin.Foreign;

                case IMemberReferenceOperation { Member: { IsStatic: false } member, Instance: IInstanceReferenceOperation }:
                    return _types.Of(type, member, cancellationToken).Fills.Any(fill => Opens(fill.Operation, cancellationToken)
                        || (fill.Value is { } value && Of(value, type, steps - 4, cancellationToken) != ConnectionOrigin.Foreign))
                            ? ConnectionOrigin.Type
                            : ConnectionOrigin.Foreign;

                default:
                    return ConnectionOrigin.Foreign;
            }
        }

        return ConnectionOrigin.Foreign;
    }

    /// <summary><c>new Listener(ConnectionMultiplexer.Connect(host))</c>: whoever makes one opens a connection for it alone.</summary>
    private bool IsMadeWithFresh(INamedTypeSymbol type, IParameterSymbol parameter, CancellationToken cancellationToken)
        => _creations.Of(type, cancellationToken) is { Count: > 0 } creations
            && creations.All(creation => creation.Operation.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == parameter.Ordinal) is { } given
                && SymbolEqualityComparer.Default.Equals(creation.Operation.Constructor?.OriginalDefinition, parameter.ContainingSymbol.OriginalDefinition)
                && Opens(given.Value, cancellationToken));

    private bool IsFresh(IInvocationOperation invocation, CancellationToken cancellationToken)
        => _connections.EffectOf(invocation.TargetMethod) == MemberEffect.Acquires
            || (_connections.IsGivenBy(invocation.TargetMethod)
                && Acquisitions.MayBeHelper(invocation)
                && _summaries.Of(invocation.TargetMethod, cancellationToken).ReturnsFresh);

    private bool IsAssignedFresh(ILocalReferenceOperation local, CancellationToken cancellationToken)
        => local.Root().Descendants().Any(operation => operation switch
        {
            IVariableDeclaratorOperation { Initializer.Value: { } value } declarator => SymbolEqualityComparer.Default.Equals(declarator.Symbol, local.Local) && Opens(value, cancellationToken),
            IAssignmentOperation { Target: ILocalReferenceOperation target, Value: { } value } => SymbolEqualityComparer.Default.Equals(target.Local, local.Local) && Opens(value, cancellationToken),
            _ => false,
        });

    private bool Opens(IOperation value, CancellationToken cancellationToken)
        => value.DescendantsAndSelf().Any(part => part is IInvocationOperation invocation && IsFresh(invocation, cancellationToken));
}
