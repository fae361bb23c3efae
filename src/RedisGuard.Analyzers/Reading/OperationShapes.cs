using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RedisGuard.Analyzers.Reading;

/// <summary>Questions about the shape of an operation tree that several readers of it ask.</summary>
internal static class OperationShapes
{
    /// <summary>The outermost operation: the body, or the initialiser, that all of it belongs to.</summary>
    public static IOperation Root(this IOperation operation)
    {
        while (operation.Parent is { } parent)
        {
            operation = parent;
        }

        return operation;
    }

    /// <summary>What a function itself consists of, in no order; what lambdas and local functions inside it do is theirs.</summary>
    public static IEnumerable<IOperation> DescendantsOutsideFunctions(this IOperation function)
    {
        var pending = new Stack<IOperation>();
        pending.Push(function);
        while (pending.Count > 0)
        {
            IOperation current = pending.Pop();
            yield return current;
            foreach (IOperation child in current.ChildOperations)
            {
                if (child is not (IAnonymousFunctionOperation or ILocalFunctionOperation))
                {
                    pending.Push(child);
                }
            }
        }
    }

    /// <summary>Whether this is the constant null, through any conversion.</summary>
    public static bool IsNull(this IOperation operation)
    {
        while (operation is IConversionOperation conversion)
        {
            operation = conversion.Operand;
        }

        return operation.ConstantValue is { HasValue: true, Value: null };
    }

    /// <summary>What takes the delegate that a lambda or method group makes: past its conversions and a choice between two.</summary>
    public static IOperation? DelegateUse(this IOperation function)
    {
        IOperation? use = function.Parent;
        while (use is IDelegateCreationOperation or IConversionOperation or IParenthesizedOperation or IConditionalOperation or ICoalesceOperation)
        {
            use = use.Parent;
        }

        return use;
    }

    /// <summary>What stands before the <c>?.</c>.</summary>
    public static IOperation? Accessed(this IConditionalAccessInstanceOperation instance)
    {
        for (IOperation? current = instance; current is not null; current = current.Parent)
        {
            if (current.Parent is IConditionalAccessOperation access && access.WhenNotNull == current)
            {
                return access.Operation;
            }
        }

        return null;
    }
}
