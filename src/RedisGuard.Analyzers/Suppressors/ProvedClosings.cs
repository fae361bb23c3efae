using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Ownership;
using RedisGuard.Analyzers.Values;

namespace RedisGuard.Analyzers.Suppressors;

/// <summary>Private helpers that close what they are given, where each caller hands in a connection that its type has opened.</summary>
internal sealed class ProvedClosings
{
    private readonly ProvedValues _values;
    private readonly OwnershipIndex _index;
    private readonly SourceValues _sources;

    public ProvedClosings(ProvedValues values, OwnershipIndex index)
    {
        _values = values;
        _index = index;
        _sources = new SourceValues(index.Symbols.Compilation);
    }

    public bool CloseTheirOwn(SyntaxNode node, SemanticModel model, CancellationToken cancellationToken)
        => Closed(node, model, cancellationToken) is { } closed && _index.Symbols.IsConnection(closed.Type) && IsOwn(closed, cancellationToken);

    private static IOperation? Closed(SyntaxNode node, SemanticModel model, CancellationToken cancellationToken)
        => node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is { } call && model.GetOperation(call, cancellationToken) is IInvocationOperation { Instance: { } instance }
            ? instance.Unwrapped()
            : node is ExpressionSyntax && model.GetOperation(node, cancellationToken) is { } value ? value.Unwrapped() : null;

    private bool IsOwn(IOperation closed, CancellationToken cancellationToken)
        => closed switch
        {
            IParameterReferenceOperation { Parameter: { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Ordinary, DeclaredAccessibility: Accessibility.Private } helper } parameter } =>
                _sources.ArgumentsFor(parameter, helper, cancellationToken).Select(given => given.Argument).ToArray() is { Length: > 0 } arguments
                && arguments.All(argument => IsOpenedHere(argument, cancellationToken)),
            // What the process shares is opened by its type, and not for this code to close.
            IMemberReferenceOperation { Instance: IInstanceReferenceOperation } => IsOpenedHere(closed, cancellationToken) || (OwnershipFlags.Guard(closed) && IsOpenedHereToo(closed, cancellationToken)),
            _ => false,
        };

    /// <summary><c>_connection = given ?? Connect(…);</c>, closed under the flag that says whose it is.</summary>
    private bool IsOpenedHereToo(IOperation closed, CancellationToken cancellationToken)
        => closed is IMemberReferenceOperation { Member: { ContainingType: { } type } member }
            && _index.Types.Of(type, member, cancellationToken).Fills.Any(fill => fill is { Operation: IAssignmentOperation, Value: { } value }
                && value.Unwrapped() is ICoalesceOperation or IConditionalOperation
                && _values.Acquires(value, cancellationToken));

    private bool IsOpenedHere(IOperation value, CancellationToken cancellationToken)
        => value.Unwrapped() switch
        {
            ILocalReferenceOperation local => local.OnlyValue() is { } only && (IsAcquired(only, cancellationToken) || IsOpenedHere(only, cancellationToken)),
            IMemberReferenceOperation { Instance: IInstanceReferenceOperation, Member: { ContainingType: { } type } member } =>
                _index.Types.Of(type, member, cancellationToken).Fills is { Count: > 0 } fills && fills.All(fill => fill.Value is { } filled && IsAcquired(filled, cancellationToken)),
            _ => false,
        };

    private bool IsAcquired(IOperation value, CancellationToken cancellationToken)
    {
        IOperation current = value.Unwrapped();
        while (current is IAwaitOperation awaited)
        {
            current = awaited.Operation.Unwrapped();
        }

        return current is IInvocationOperation call && (_values.Acquires(call, cancellationToken) || (call.TargetMethod.Name == "ConfigureAwait" && call.Instance is { } task && IsAcquired(task, cancellationToken)));
    }
}
