using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Values;

namespace RedisGuard.Analyzers.Subscriptions;

/// <summary>The variables and members that an expression is made of, through locals that are set once: «room» of <c>"room:" + room</c>.</summary>
internal static class Subjects
{
    private const int MaxSteps = 4;

    public static HashSet<ISymbol> NamedIn(IEnumerable<IOperation?> expressions)
    {
        var named = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (IOperation? expression in expressions)
        {
            Add(expression, named, MaxSteps);
        }

        return named;
    }

    private static void Add(IOperation? expression, HashSet<ISymbol> named, int steps)
    {
        if (expression is null)
        {
            return;
        }

        foreach (IOperation part in expression.DescendantsAndSelf())
        {
            switch (part)
            {
                case ILocalReferenceOperation local when named.Add(local.Local) && steps > 0:
                    Add(local.OnlyValue(), named, steps - 1);
                    break;
                case IParameterReferenceOperation parameter:
                    named.Add(parameter.Parameter);
                    break;
                case IMethodReferenceOperation method:
                    named.Add(method.Method);
                    break;
                case IFieldReferenceOperation { Instance: null or IInstanceReferenceOperation } kept:
                    named.Add(kept.Field);
                    break;
                case IPropertyReferenceOperation { Instance: null or IInstanceReferenceOperation } kept:
                    named.Add(kept.Property);
                    break;
            }
        }
    }
}
