using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Reading;

namespace RedisGuard.Analyzers.Dataflow;

/// <summary>Narrows a state to the path that a condition guards: where a variable is null, nothing was acquired into it.</summary>
internal static class BranchRefinement
{
    /// <summary>Narrows <paramref name="state"/> to the paths on which <paramref name="condition"/>, as a graph has it, is <paramref name="outcome"/>.</summary>
    /// <remarks>A graph has no «not» in a condition: it jumps the other way.</remarks>
    public static void Apply(FlowState state, IOperation condition, bool outcome)
    {
        switch (condition)
        {
            case IConversionOperation conversion:
                Apply(state, conversion.Operand, outcome);
                break;

            // if (!TryOpen(out var connection)) return;
            case IInvocationOperation call when !outcome:
                foreach (IArgumentOperation argument in call.Arguments)
                {
                    if (argument.Parameter is { RefKind: RefKind.Out })
                    {
                        ForgetIfMaybe(state, Peek(state, argument.Value is IDeclarationExpressionOperation declaration ? declaration.Expression : argument.Value));
                    }
                }

                break;

            case IIsNullOperation isNull when outcome:
                Forget(state, Peek(state, isNull.Operand));
                break;

            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals } equals when outcome:
                ForgetComparedWithNull(state, equals);
                break;

            case IBinaryOperation { OperatorKind: BinaryOperatorKind.NotEquals } differs when !outcome:
                ForgetComparedWithNull(state, differs);
                break;

            case IIsPatternOperation pattern when outcome == MatchesNull(pattern.Pattern):
                Forget(state, Peek(state, pattern.Value));
                // if (Read() is { } reply): nothing else remembers what was read.
                Forget(state, PatternVariable.Of(pattern.Pattern) is { } declared ? state[declared] : PointsTo.Empty);
                break;

            case IIsTypeOperation isType when !outcome:
                Forget(state, Peek(state, isType.ValueOperand));
                break;
        }
    }

    /// <summary>The same by what the condition's value says of the resources themselves: nothing was acquired, or it surely was.</summary>
    public static void ApplyAnswer(FlowState state, PointsTo condition, bool outcome)
    {
        foreach (Alias alias in condition.Aliases)
        {
            if (alias.Kind == (outcome ? AliasKind.Refusal : AliasKind.Answer))
            {
                state[alias.Obligation] = ObligationStatus.Absent;
            }
            else if (alias.Kind is AliasKind.Answer or AliasKind.Refusal && condition.Aliases.Length == 1)
            {
                state[alias.Obligation] &= ~ObligationStatus.Absent;
            }
        }
    }

    private static void ForgetComparedWithNull(FlowState state, IBinaryOperation comparison)
    {
        if (comparison.RightOperand.IsNull())
        {
            Forget(state, Peek(state, comparison.LeftOperand));
        }
        else if (comparison.LeftOperand.IsNull())
        {
            Forget(state, Peek(state, comparison.RightOperand));
        }
    }

    /// <summary>Forgets what was put there only perhaps.</summary>
    private static void ForgetIfMaybe(FlowState state, PointsTo value)
    {
        foreach (Alias alias in value.Aliases)
        {
            if ((state[alias.Obligation] & ObligationStatus.Absent) != 0)
            {
                state[alias.Obligation] = ObligationStatus.Absent;
            }
        }
    }

    private static void Forget(FlowState state, PointsTo value)
    {
        foreach (Alias alias in value.Aliases)
        {
            state[alias.Obligation] = ObligationStatus.Absent;
        }
    }

    /// <summary>Whether the pattern matches null and nothing else (true), or everything else (false); null where neither.</summary>
    private static bool? MatchesNull(IPatternOperation pattern)
        => pattern switch
        {
            IConstantPatternOperation constant when constant.Value.IsNull() => true,
            INegatedPatternOperation negated when MatchesNull(negated.Pattern) is { } matches => !matches,
            IDeclarationPatternOperation => false,
            ITypePatternOperation => false,
            IRecursivePatternOperation { PropertySubpatterns.IsEmpty: true, DeconstructionSubpatterns.IsEmpty: true } => false,
            _ => null,
        };

    /// <summary>The value of an operand that was evaluated already: nothing happens twice.</summary>
    public static PointsTo Peek(FlowState state, IOperation operation)
        => operation switch
        {
            ILocalReferenceOperation local => state[local.Local],
            IParameterReferenceOperation parameter => state[parameter.Parameter],
            IFlowCaptureReferenceOperation capture => state[capture.Id],
            IConversionOperation conversion => Peek(state, conversion.Operand),
            IParenthesizedOperation parenthesized => Peek(state, parenthesized.Operand),
            ISimpleAssignmentOperation assignment => Peek(state, assignment.Target),
            _ => PointsTo.Empty,
        };
}
