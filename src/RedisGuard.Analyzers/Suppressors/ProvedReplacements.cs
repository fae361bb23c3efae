using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Context;
using RedisGuard.Analyzers.Model;
using RedisGuard.Analyzers.Ownership;
using RedisGuard.Analyzers.Ownership.Members;
using RedisGuard.Analyzers.Reading;
using RedisGuard.Analyzers.Values;

namespace RedisGuard.Analyzers.Suppressors;

/// <summary>Assignments that lose no connection: nothing is in the place yet, or what was is closed beside them.</summary>
internal sealed class ProvedReplacements
{
    private readonly ProvedValues _values;
    private readonly ProvedMembers _members;
    private readonly OwnershipIndex _index;

    public ProvedReplacements(ProvedValues values, ProvedMembers members, OwnershipIndex index)
    {
        _values = values;
        _members = members;
        _index = index;
    }

    public bool LoseNothing(IAssignmentOperation assignment, SemanticModel model, CancellationToken cancellationToken)
        => _index.Symbols.IsConnection(assignment.Target.Type) && assignment.Target switch
        {
            ILocalReferenceOperation { Local: { } local } => IsSwapped(assignment, local) || new EmptyPlaces(assignment, local).AreSure(),
            IMemberReferenceOperation { Member: { IsStatic: false } member, Instance: IInstanceReferenceOperation } =>
                (IsSwapped(assignment, member) && (IsClosedSometime(member, cancellationToken) || IsFilledByMaking(member, cancellationToken)))
                || (IsClosedSometime(member, cancellationToken) && IsFirst(assignment, member, model, cancellationToken)),
            _ => false,
        };

    /// <summary>Tells whether that is where the type ends, or anywhere but where it opens the next.</summary>
    private bool IsClosedSometime(ISymbol member, CancellationToken cancellationToken)
        => _members.IsClosed(member, cancellationToken)
            || (_index.Types.Of(member.ContainingType, member, cancellationToken) is { } account
                && account.Releases.Any(release => !account.Fills.Any(fill => SymbolEqualityComparer.Default.Equals(fill.Member, release.Member))));

    /// <summary>That nobody closes the last one is a fault of the constructor, or of the initializer, that opens the first.</summary>
    private bool IsFilledByMaking(ISymbol member, CancellationToken cancellationToken)
        => _index.Types.Of(member.ContainingType, member, cancellationToken).Fills.Any(fill => fill.Member is IMethodSymbol { MethodKind: MethodKind.Constructor } or IFieldSymbol or IPropertySymbol);

    /// <summary>Two callers who come at once both find the place empty, unless a lock lets in one of them, or there is only one.</summary>
    private bool IsFirst(IAssignmentOperation assignment, ISymbol member, SemanticModel model, CancellationToken cancellationToken)
    {
        if (model.GetEnclosingSymbol(assignment.Syntax.SpanStart, cancellationToken) is not IMethodSymbol method)
        {
            return false;
        }

        int? guard = Synchronization.GuardOf(assignment, method, _index.Types.Of(method.ContainingType, cancellationToken));
        bool runsOnce = RunsOnce(assignment, method, cancellationToken);
        bool isAlone = guard is not null || runsOnce;
        return (isAlone && ((assignment is ICoalesceAssignmentOperation && assignment.Syntax.SpanStart > (guard ?? -1)) || new EmptyPlaces(assignment, member, guard ?? -1).AreSure()))
            || (runsOnce && !IsInLoop(assignment) && IsOnlyFill(assignment, member, cancellationToken));
    }

    private bool IsOnlyFill(IAssignmentOperation assignment, ISymbol member, CancellationToken cancellationToken)
        => _values.Acquires(assignment.Value, cancellationToken)
            && _members.IsClosed(member, cancellationToken)
            && _index.Types.Of(member.ContainingType, member, cancellationToken).Fills.Count == 1;

    /// <summary><c>var old = _connection; _connection = Connect(); old?.Dispose();</c>, or closed in the statements before.</summary>
    private bool IsSwapped(IOperation assignment, ISymbol place)
    {
        IOperation statement = assignment;
        while (statement.Parent is not (null or IBlockOperation))
        {
            statement = statement.Parent;
        }

        return statement.Parent is IBlockOperation block
            && AccessPaths.OfBodyAround(assignment) is { } paths
            && block.Operations.Where(other => other != statement).Any(other => other is not IConditionalOperation { WhenFalse: null } and not ILoopOperation
                && other.DescendantsOutsideFunctions().OfType<IInvocationOperation>().Any(call =>
                    _index.Symbols.Connections.EffectOf(call.TargetMethod) == MemberEffect.Releases
                    && call.Instance is { } closed
                    && (other.Syntax.SpanStart < statement.Syntax.SpanStart ? Is(closed, place) : IsCopyFromBefore(closed, statement) && SymbolEqualityComparer.Default.Equals(paths.Of(closed), place))));
    }

    private static bool IsCopyFromBefore(IOperation closed, IOperation statement)
        => closed.Unwrapped() is ILocalReferenceOperation copy && copy.OnlyValue() is { } taken && taken.Syntax.SpanStart < statement.Syntax.SpanStart;

    /// <summary>Code that a host or a test framework runs once, or that by its name is there to fill the place.</summary>
    private bool RunsOnce(IOperation assignment, IMethodSymbol method, CancellationToken cancellationToken)
        => method.MethodKind == MethodKind.Ordinary
            && (FillMethods.IsFirstFill(method) || _index.Contexts.OutsideLoops(assignment, method, cancellationToken).Frequency is OpeningFrequency.Once or OpeningFrequency.ProcessLife);

    private static bool IsInLoop(IOperation operation)
    {
        for (IOperation? current = operation; current is not null; current = current.Parent)
        {
            if (current is ILoopOperation)
            {
                return true;
            }
        }

        return false;
    }

    private static bool Is(IOperation value, ISymbol place)
        => value.Unwrapped() switch
        {
            ILocalReferenceOperation local => SymbolEqualityComparer.Default.Equals(local.Local, place),
            IMemberReferenceOperation { Instance: IInstanceReferenceOperation, Member: { } member } => SymbolEqualityComparer.Default.Equals(member, place),
            _ => false,
        };
}
