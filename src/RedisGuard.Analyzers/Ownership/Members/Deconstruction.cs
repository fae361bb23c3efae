using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RedisGuard.Analyzers.Ownership.Members;

/// <summary><c>(_old, _m) = (_m, Connect());</c>: each target with the value that it gets.</summary>
internal static class Deconstruction
{
    public static IEnumerable<(IOperation Target, IOperation Value)> Pairs(IDeconstructionAssignmentOperation deconstruction)
    {
        if (Tuple(deconstruction.Target) is not { } targets || Tuple(deconstruction.Value) is not { } values || targets.Elements.Length != values.Elements.Length)
        {
            yield break;
        }

        for (int i = 0; i < targets.Elements.Length; i++)
        {
            yield return (targets.Elements[i] is IDeclarationExpressionOperation declaration ? declaration.Expression : targets.Elements[i], values.Elements[i]);
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
