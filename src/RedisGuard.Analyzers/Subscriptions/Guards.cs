using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Reading;
using RedisGuard.Analyzers.Values;

namespace RedisGuard.Analyzers.Subscriptions;

/// <summary>
/// Conditions that let code subscribe once only. One counts if it decides whether the code gets there, and asks about something that
/// the code itself fills: a flag that it sets, a set to which it adds this channel or handler. A look into a list of allowed names is none.
/// </summary>
internal static class Guards
{
    /// <param name="site">The call, or the <c>+=</c>.</param>
    /// <param name="subjects">What is subscribed to and with what: the channel, the handler.</param>
    /// <param name="staticOnly">Whether the type is made anew for each call, so that what its instances remember is forgotten.</param>
    public static bool Guard(IOperation site, IEnumerable<IOperation?> subjects, bool staticOnly)
    {
        IOperation root = site.Root();
        HashSet<ISymbol> named = Subjects.NamedIn(subjects);
        return Deciding(site).SelectMany(condition => condition.DescendantsAndSelf()).Any(part => part switch
        {
            IInvocationOperation { TargetMethod.Name: "TryAdd" or "Add" } call => !(staticOnly && IsOfInstance(call.Instance)) && AsksAbout(call, named),
            IInvocationOperation { TargetMethod: { Name: "CompareExchange" or "Exchange", ContainingType.Name: "Interlocked" }, Arguments: { Length: > 0 } arguments } =>
                !(staticOnly && IsOfInstance(arguments[0].Value)),
            IInvocationOperation { TargetMethod.Name: "ContainsKey" or "Contains" or "TryGetValue" } call =>
                !(staticOnly && IsOfInstance(call.Instance)) && AsksAbout(call, named) && IsFilledIn(root, call.Instance),
            IFieldReferenceOperation field => !(staticOnly && !field.Field.IsStatic) && LoopInvariance.IsWrittenIn(field.Field, root),
            IPropertyReferenceOperation property => !(staticOnly && !property.Property.IsStatic) && LoopInvariance.IsWrittenIn(property.Property, root),
            ILocalReferenceOperation local => local.Type?.SpecialType == SpecialType.System_Boolean && (LoopInvariance.IsWrittenIn(local.Local, root) || IsAnswer(local, named, staticOnly)),
            _ => false,
        });
    }

    /// <summary>The conditions around the code, and those before it of which one side leaves.</summary>
    private static IEnumerable<IOperation> Deciding(IOperation site)
    {
        for (IOperation current = site; current.Parent is { } parent; current = parent)
        {
            switch (parent)
            {
                case IConditionalOperation choice when choice.Condition != current:
                    yield return choice.Condition;
                    break;

                case ISwitchOperation several:
                    yield return several.Value;
                    break;

                // _queue ??= subscriber.Subscribe(channel)
                case ICoalesceAssignmentOperation assignment when assignment.Value == current:
                    yield return assignment.Target;
                    break;

                case ICoalesceOperation coalesce when coalesce.WhenNull == current:
                    yield return coalesce.Value;
                    break;

                case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr } both when both.RightOperand == current:
                    yield return both.LeftOperand;
                    break;

                case IBlockOperation block:
                    foreach (IConditionalOperation earlier in block.Operations.TakeWhile(statement => statement != current).OfType<IConditionalOperation>())
                    {
                        if (Leaves(earlier.WhenTrue) || Leaves(earlier.WhenFalse))
                        {
                            yield return earlier.Condition;
                        }
                    }

                    break;
            }
        }
    }

    private static bool Leaves(IOperation? way)
        => way switch
        {
            IReturnOperation or IBranchOperation or IThrowOperation => true,
            IExpressionStatementOperation { Operation: IThrowOperation } => true,
            IBlockOperation { Operations: { Length: > 0 } operations } => Leaves(operations[operations.Length - 1]),
            _ => false,
        };

    private static bool AsksAbout(IInvocationOperation call, HashSet<ISymbol> named)
    {
        IOperation? key = (call.Instance is null ? call.Arguments.Skip(1) : call.Arguments).FirstOrDefault()?.Value;
        return key is not null && (key.Unwrapped().ConstantValue.HasValue || Subjects.NamedIn(new[] { key }).Overlaps(named));
    }

    /// <summary><c>bool isNew = _rooms.TryAdd(room, 0); if (isNew) …</c></summary>
    private static bool IsAnswer(ILocalReferenceOperation local, HashSet<ISymbol> named, bool staticOnly)
        => local.OnlyValue()?.Unwrapped() is IInvocationOperation { TargetMethod.Name: "TryAdd" or "Add" } call && !(staticOnly && IsOfInstance(call.Instance)) && AsksAbout(call, named);

    private static bool IsFilledIn(IOperation root, IOperation? collection)
        => collection is not null
            && new Handler(collection.Unwrapped()).Variable is { } variable
            && root.Descendants().Any(part => part switch
            {
                IInvocationOperation { TargetMethod.Name: "Add" or "TryAdd" or "GetOrAdd" or "AddOrUpdate", Instance: { } filled } => Is(filled, variable),
                ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } filled } } => Is(filled, variable),
                _ => false,
            });

    private static bool Is(IOperation value, ISymbol variable) => SymbolEqualityComparer.Default.Equals(new Handler(value.Unwrapped()).Variable, variable);

    private static bool IsOfInstance(IOperation? place)
        => place?.Unwrapped() is IMemberReferenceOperation { Member.IsStatic: false, Instance: null or IInstanceReferenceOperation };
}
