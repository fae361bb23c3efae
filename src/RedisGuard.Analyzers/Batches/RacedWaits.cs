using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Reading;

namespace RedisGuard.Analyzers.Batches;

/// <summary>
/// <c>var first = await Task.WhenAny(queued, Task.Delay(limit));</c>: the other task always wins. Where the code asks which was first, it
/// believes that the command could be; where it doesn't, it only waits for a while.
/// </summary>
internal static class RacedWaits
{
    public static bool AreAskedFor(SyntaxNode wait, SemanticModel? model)
        => model?.SyntaxTree == wait.SyntaxTree
            && model.GetOperation(wait) is { } operation
            && RaceOf(operation) is not null
            && IsAskedFor(operation);

    private static IInvocationOperation? RaceOf(IOperation wait)
        => wait.DescendantsAndSelf().OfType<IInvocationOperation>().FirstOrDefault(call => call.TargetMethod.Name is "WhenAny" or "WaitAny");

    private static bool IsAskedFor(IOperation wait)
    {
        IOperation value = wait;
        while (value.Parent is IConversionOperation or IParenthesizedOperation or IAwaitOperation)
        {
            value = value.Parent;
        }

        return value.Parent switch
        {
            IBinaryOperation => true,
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: { } local } } => wait.Root().Descendants().OfType<ILocalReferenceOperation>()
                .Any(reference => SymbolEqualityComparer.Default.Equals(reference.Local, local)),
            _ => false,
        };
    }
}
