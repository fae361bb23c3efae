using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Reading;

namespace RedisGuard.Analyzers.Values;

/// <summary>
/// The values that an expression may give: both sides of a choice, each arm of a switch, what stands behind <c>??</c> and
/// <c>??=</c>, and whatever a variable was given.
/// </summary>
internal static class Alternatives
{
    /// <summary>A switch over some dozen configurations is the longest that was seen.</summary>
    private const int MaxValues = 64;

    public static IEnumerable<Alternative> Of(IOperation value, SourceValues sources, CancellationToken cancellationToken)
    {
        var pending = new Stack<Alternative>();
        var seen = new HashSet<SyntaxNode>();
        pending.Push(new Alternative(value, IsFallback: false));
        while (pending.Count > 0 && seen.Count < MaxValues)
        {
            Alternative current = pending.Pop();
            IOperation operation = current.Value.Unwrapped();
            if (!seen.Add(operation.Syntax))
            {
                continue;
            }

            Alternative[] behind = Behind(operation, current.IsFallback, sources, cancellationToken).ToArray();
            if (behind.Length == 0)
            {
                yield return current with { Value = operation };
            }

            foreach (Alternative next in behind)
            {
                pending.Push(next);
            }
        }
    }

    /// <summary>What an expression stands for; nothing where it is a value of its own.</summary>
    private static IEnumerable<Alternative> Behind(IOperation operation, bool isFallback, SourceValues sources, CancellationToken cancellationToken)
    {
        switch (operation)
        {
            case IConditionalOperation { WhenFalse: { } otherwise } choice:
                return new[] { new Alternative(choice.WhenTrue, isFallback), new Alternative(otherwise, isFallback) };
            case ISwitchExpressionOperation choice:
                return choice.Arms.Select(arm => new Alternative(arm.Value, isFallback));
            case ICoalesceOperation coalesce:
                return new[] { new Alternative(coalesce.Value, isFallback), new Alternative(coalesce.WhenNull, IsFallback: true) };
            case ICoalesceAssignmentOperation assignment:
                return new[] { new Alternative(assignment.Value, IsFallback: true) };
            case ISimpleAssignmentOperation assignment:
                return new[] { new Alternative(assignment.Value, isFallback) };
            case ILocalReferenceOperation local:
                return GivenTo(local).Select(given => given with { IsFallback = given.IsFallback || isFallback });
            case IFieldReferenceOperation field:
                return Choice(sources.Initial(field.Field, cancellationToken), isFallback);
            case IPropertyReferenceOperation property:
                return Choice(sources.Initial(property.Property, cancellationToken) ?? sources.Returned(property.Property, cancellationToken), isFallback);
            default:
                return Enumerable.Empty<Alternative>();
        }
    }

    /// <summary>What a member is declared with, where that is a choice. A plain text is read behind the member's name.</summary>
    private static IEnumerable<Alternative> Choice(IOperation? declared, bool isFallback)
        => declared?.Unwrapped() is IConditionalOperation or ISwitchExpressionOperation or ICoalesceOperation or ICoalesceAssignmentOperation
            ? new[] { new Alternative(declared, isFallback) }
            : Enumerable.Empty<Alternative>();

    /// <summary>Each value that a variable is given in its function; nothing where it is built up or given away to be filled.</summary>
    private static IEnumerable<Alternative> GivenTo(ILocalReferenceOperation local)
    {
        var given = new List<Alternative>();
        foreach (IOperation operation in local.Root().Descendants())
        {
            switch (operation)
            {
                case IVariableDeclaratorOperation { Initializer.Value: { } value } declarator when Is(declarator.Symbol, local):
                    given.Add(new Alternative(value, IsFallback: false));
                    break;
                case ISimpleAssignmentOperation { Target: ILocalReferenceOperation target } assignment when Is(target.Local, local):
                    given.Add(new Alternative(assignment.Value, IsFallback: false));
                    break;
                case ICoalesceAssignmentOperation { Target: ILocalReferenceOperation target } assignment when Is(target.Local, local):
                    given.Add(new Alternative(assignment.Value, IsFallback: true));
                    break;
                case IAssignmentOperation { Target: ILocalReferenceOperation target } when Is(target.Local, local):
                case IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out, Value: ILocalReferenceOperation argument } when Is(argument.Local, local):
                    return Enumerable.Empty<Alternative>();
            }
        }

        return given;
    }

    private static bool Is(ILocalSymbol symbol, ILocalReferenceOperation local) => SymbolEqualityComparer.Default.Equals(symbol, local.Local);
}
