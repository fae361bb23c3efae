using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RedisGuard.Analyzers.Ownership.Members;

/// <summary><c>(_old, _m) = (_m, Connect());</c>: each target with the value that it gets; of <c>(_m, _db) = Open();</c> each gets a part of the one.</summary>
internal static class Deconstruction
{
    public static IEnumerable<(IOperation Target, IOperation Value)> Pairs(IDeconstructionAssignmentOperation deconstruction)
    {
        if (Tuple(deconstruction.Target) is not { } targets)
        {
            yield break;
        }

        ITupleOperation? values = Tuple(deconstruction.Value);
        for (int i = 0; i < targets.Elements.Length; i++)
        {
            yield return (
                targets.Elements[i] is IDeclarationExpressionOperation declaration ? declaration.Expression : targets.Elements[i],
                values?.Elements.Length == targets.Elements.Length ? values.Elements[i] : deconstruction.Value);
        }
    }

    private static ITupleOperation? Tuple(IOperation side)
    {
        while (side is IConversionOperation conversion)
        {
            side = conversion.Operand;
        }

        return (side as IDeclarationExpressionOperation)?.Expression as ITupleOperation ?? side as ITupleOperation;
    }
}
