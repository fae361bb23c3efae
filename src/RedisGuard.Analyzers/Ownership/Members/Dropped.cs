using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RedisGuard.Analyzers.Ownership.Members;

/// <summary>A call whose result nobody takes.</summary>
internal static class Dropped
{
    public static bool Is(IOperation call)
        => call.Parent switch
        {
            IExpressionStatementOperation => true,
            ISimpleAssignmentOperation { Target: IDiscardOperation, Parent: IExpressionStatementOperation or null } => true,
            ISimpleAssignmentOperation { Target: IDiscardOperation } => true,
            _ => false,
        };
}
