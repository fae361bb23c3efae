using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Reading;

namespace RedisGuard.Analyzers.Origins;

/// <summary>Finds what is put into a local variable, wherever in its function.</summary>
/// <param name="Values">The values.</param>
/// <param name="AreAll">Whether those are all: a loop, an <c>out</c> argument or a deconstruction puts in what nobody can name.</param>
internal readonly record struct LocalSources(ImmutableArray<IOperation> Values, bool AreAll)
{
    public static LocalSources Of(ILocalReferenceOperation local)
    {
        ImmutableArray<IOperation>.Builder values = ImmutableArray.CreateBuilder<IOperation>();
        bool areAll = true;
        foreach (IOperation operation in local.Root().Descendants())
        {
            switch (operation)
            {
                case IVariableDeclaratorOperation declarator when Is(declarator.Symbol, local):
                    if (declarator.Initializer is { } initializer)
                    {
                        values.Add(initializer.Value);
                    }

                    break;

                case ISimpleAssignmentOperation { Target: ILocalReferenceOperation target } assignment when Is(target.Local, local):
                    values.Add(assignment.Value);
                    break;

                case ICoalesceAssignmentOperation { Target: ILocalReferenceOperation target } assignment when Is(target.Local, local):
                    values.Add(assignment.Value);
                    break;

                case IIsPatternOperation pattern when Declares(pattern.Pattern, local):
                    values.Add(pattern.Value);
                    break;

                case ISwitchOperation choice when choice.Cases.Any(one => one.Clauses.Any(clause => clause is IPatternCaseClauseOperation { Pattern: { } shape } && Declares(shape, local))):
                    values.Add(choice.Value);
                    break;

                case ISwitchExpressionOperation choice when choice.Arms.Any(arm => Declares(arm.Pattern, local)):
                    values.Add(choice.Value);
                    break;

                case IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out, Value: ILocalReferenceOperation argument } when Is(argument.Local, local):
                case IDeclarationExpressionOperation { Expression: ILocalReferenceOperation declaredHere } when Is(declaredHere.Local, local):
                    areAll = false;
                    break;
            }
        }

        return new LocalSources(values.ToImmutable(), areAll && values.Count > 0);
    }

    private static bool Declares(IPatternOperation pattern, ILocalReferenceOperation local) => PatternVariable.Of(pattern) is { } declared && Is(declared, local);

    private static bool Is(ILocalSymbol symbol, ILocalReferenceOperation local) => SymbolEqualityComparer.Default.Equals(symbol, local.Local);
}
