using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RedisGuard.Analyzers.Ownership;

/// <summary>A flag that says who owns: <c>if (_ownsConnection)</c>, <c>if (!leaveOpen)</c>. Under one, closing is meant.</summary>
internal static class OwnershipFlags
{
    public static bool Guard(IOperation place)
    {
        for (IOperation current = place; current.Parent is { } parent; current = parent)
        {
            if ((parent is IConditionalOperation conditional && current != conditional.Condition && AsksFlag(conditional.Condition))
                || (parent is IBlockOperation block && block.Operations.TakeWhile(statement => statement != current).Any(IsEarlyExitOnFlag)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsEarlyExitOnFlag(IOperation statement)
        => statement is IConditionalOperation { WhenFalse: null } conditional && AsksFlag(conditional.Condition);

    private static bool AsksFlag(IOperation condition)
        => condition.DescendantsAndSelf().Any(part => part.Type?.SpecialType == SpecialType.System_Boolean && part switch
        {
            IFieldReferenceOperation => true,
            IParameterReferenceOperation => true,
            ILocalReferenceOperation => true,
            IPropertyReferenceOperation { Property.Name: not ("IsConnected" or "IsConnecting" or "HasValue" or "IsCompleted") } => true,
            _ => false,
        });
}
