using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RedisGuard.Analyzers.Reading;

/// <summary>The variable that holds the whole of what a pattern matched.</summary>
internal static class PatternVariable
{
    public static ILocalSymbol? Of(IPatternOperation pattern)
        => pattern switch
        {
            IDeclarationPatternOperation declaration => declaration.DeclaredSymbol as ILocalSymbol,
            IRecursivePatternOperation recursive => recursive.DeclaredSymbol as ILocalSymbol,
            INegatedPatternOperation negated => Of(negated.Pattern),
            _ => null,
        };
}
