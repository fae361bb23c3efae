using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Values;

namespace RedisGuard.Analyzers.Context;

/// <summary>
/// Tells that what a loop runs over decides what is opened: one connection for each of several servers, or for each line that is
/// read. The variable may be the loop's own, one that its condition fills, or a local of the turn that is made of either.
/// </summary>
internal static class LoopVariables
{
    /// <summary>A name made of a setting made of the loop's variable: further than that nobody reads either.</summary>
    private const int MaxSteps = 4;

    public static bool Feed(ILoopOperation loop, IOperation opening)
        => loop is IForEachLoopOperation or IForLoopOperation or IWhileLoopOperation { ConditionIsTop: true, Condition: not null } && IsMadeOfTurn(opening, loop, MaxSteps);

    private static bool IsMadeOfTurn(IOperation value, ILoopOperation loop, int steps)
    {
        foreach (IOperation part in value.DescendantsAndSelf())
        {
            if (part is ILocalReferenceOperation local
                && (IsOfLoop(local.Local, loop)
                    || (steps > 0 && IsOfTurn(local.Local, loop) && local.OnlyValue() is { } made && IsMadeOfTurn(made, loop, steps - 1))))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsOfLoop(ILocalSymbol local, ILoopOperation loop)
        => loop.Locals.Any(variable => SymbolEqualityComparer.Default.Equals(variable, local))
            || (loop is IWhileLoopOperation { Condition: { } condition } && condition.DescendantsAndSelf().Any(part => part switch
            {
                // while ((host = reader.ReadLine()) != null), while (queue.TryDequeue(out host))
                ISimpleAssignmentOperation { Target: ILocalReferenceOperation target } => SymbolEqualityComparer.Default.Equals(target.Local, local),
                IArgumentOperation { Parameter.RefKind: RefKind.Out, Value: var given } => Named(given) is { } named && SymbolEqualityComparer.Default.Equals(named, local),
                IPatternOperation pattern => PatternDeclares(pattern, local),
                _ => false,
            }));

    private static bool PatternDeclares(IPatternOperation pattern, ILocalSymbol local)
        => pattern switch
        {
            IDeclarationPatternOperation declaration => SymbolEqualityComparer.Default.Equals(declaration.DeclaredSymbol, local),
            IRecursivePatternOperation recursive => SymbolEqualityComparer.Default.Equals(recursive.DeclaredSymbol, local),
            _ => false,
        };

    private static ILocalSymbol? Named(IOperation given)
        => ((given is IDeclarationExpressionOperation declaration ? declaration.Expression : given) as ILocalReferenceOperation)?.Local;

    /// <summary>Whether a variable is declared in the loop's body: each turn has its own.</summary>
    private static bool IsOfTurn(ILocalSymbol local, ILoopOperation loop)
        => local.DeclaringSyntaxReferences is [{ } declared] && declared.SyntaxTree == loop.Syntax.SyntaxTree && loop.Body.Syntax.Span.Contains(declared.Span);
}
