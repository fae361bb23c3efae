using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RedisGuard.Analyzers.Context;

/// <summary>Whether what a loop runs over decides what is opened: one connection for each of several servers.</summary>
internal static class LoopVariables
{
    public static bool Feed(ILoopOperation loop, IOperation opening)
    {
        if (loop is not (IForEachLoopOperation or IForLoopOperation))
        {
            return false;
        }

        foreach (IOperation descendant in opening.Descendants())
        {
            if (descendant is ILocalReferenceOperation local && loop.Locals.Any(variable => SymbolEqualityComparer.Default.Equals(variable, local.Local)))
            {
                return true;
            }
        }

        return false;
    }
}
