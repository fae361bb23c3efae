using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Origins;
using RedisGuard.Analyzers.Ownership;
using RedisGuard.Analyzers.Reading;
using RedisGuard.Analyzers.Values;

namespace RedisGuard.Analyzers.Suppressors;

/// <summary>Helpers and objects that close what they are given, where each caller hands in a connection that it has opened for them.</summary>
internal sealed class ProvedClosings
{
    private readonly ProvedValues _values;
    private readonly OwnershipIndex _index;
    private readonly SourceValues _sources;
    private readonly Creations _creations;

    public ProvedClosings(ProvedValues values, OwnershipIndex index)
    {
        _values = values;
        _index = index;
        _sources = new SourceValues(index.Symbols.Compilation);
        _creations = new Creations(index.Symbols.Compilation);
    }

    public bool CloseTheirOwn(SyntaxNode node, SemanticModel model, CancellationToken cancellationToken)
        => Closed(node, model, cancellationToken) is { } closed && _index.Symbols.IsConnection(closed.Type) && (OwnershipFlags.Guard(closed) || IsOwn(closed, cancellationToken));

    /// <summary>Tells whether the variable is handed on once: of two who have it, one may still use it when the other has closed it.</summary>
    private static bool IsHandedOnce(ILocalReferenceOperation local)
        => local.Root().Descendants().OfType<ILocalReferenceOperation>().Count(use => SymbolEqualityComparer.Default.Equals(use.Local, local.Local) && use.Parent is IArgumentOperation or IConversionOperation { Parent: IArgumentOperation }) == 1;

    private static IOperation? Closed(SyntaxNode node, SemanticModel model, CancellationToken cancellationToken)
        => node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is { } call && model.GetOperation(call, cancellationToken) is IInvocationOperation { Instance: { } instance }
            ? instance.Unwrapped()
            : node is ExpressionSyntax && model.GetOperation(node, cancellationToken) is { } value ? value.Unwrapped() : null;

    private bool IsOwn(IOperation closed, CancellationToken cancellationToken)
        => closed switch
        {
            IParameterReferenceOperation { Parameter: { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Ordinary, DeclaredAccessibility: Accessibility.Private } helper } parameter } =>
                _sources.ArgumentsFor(parameter, helper, cancellationToken).Select(given => given.Argument).ToArray() is { Length: > 0 } arguments
                && arguments.All(argument => IsAcquired(argument, cancellationToken) || IsOpenedHere(argument, cancellationToken)),
            // What the process shares is opened by its type, and not for this code to close.
            IMemberReferenceOperation { Instance: IInstanceReferenceOperation } kept => IsOpenedHere(kept, cancellationToken) || IsOpenedForIt(kept, cancellationToken),
            IParameterReferenceOperation { Parameter: { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } } given } => IsOpenedForIt(given, cancellationToken),
            _ => false,
        };

    /// <summary>A member that constructors alone fill, from parameters for which whoever makes such an object opens a connection.</summary>
    private bool IsOpenedForIt(IMemberReferenceOperation closed, CancellationToken cancellationToken)
        => closed.Member.ContainingType is { } type
            && _index.Types.Of(type, closed.Member, cancellationToken).Fills is { Count: > 0 } fills
            && fills.All(fill => GivenIn(fill.Value) is { Parameter: { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } } given } && IsOpenedForIt(given, cancellationToken));

    /// <summary><c>given</c>, <c>given ?? throw …</c></summary>
    private static IParameterReferenceOperation? GivenIn(IOperation? value)
        => value?.Unwrapped() switch
        {
            IParameterReferenceOperation given => given,
            ICoalesceOperation { WhenNull: { } otherwise } choice when otherwise.Unwrapped() is IThrowOperation => choice.Value.Unwrapped() as IParameterReferenceOperation,
            _ => null,
        };

    private bool IsOpenedForIt(IParameterSymbol parameter, CancellationToken cancellationToken)
    {
        var constructor = (IMethodSymbol)parameter.ContainingSymbol.OriginalDefinition;
        IArgumentOperation?[]? given = _creations.Of(constructor.ContainingType, cancellationToken)?
            .Where(creation => SymbolEqualityComparer.Default.Equals(creation.Operation.Constructor?.OriginalDefinition, constructor))
            .Select(creation => creation.Operation.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == parameter.Ordinal))
            .ToArray();
        return given is { Length: > 0 } && given.All(argument => argument is not null && (IsAcquired(argument.Value, cancellationToken) || (argument.Value.Unwrapped() is ILocalReferenceOperation local && IsHandedOnce(local) && IsOpenedHere(local, cancellationToken))));
    }

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
