using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Values;

namespace RedisGuard.Analyzers.Subscriptions;

/// <summary>Recognises an expression that has the same value in each turn of a loop; in doubt it hasn't.</summary>
internal static class LoopInvariance
{
    private const int MaxSteps = 4;

    public static bool Of(IOperation value, ILoopOperation loop) => value.DescendantsAndSelf().All(part => IsSteady(part, loop));

    /// <summary>Whether the receiver of a call is the same object in each turn; a local of the loop is what it was declared with.</summary>
    public static bool OfReceiver(IOperation? receiver, ILoopOperation loop, int steps = MaxSteps)
        => receiver is null || receiver.Unwrapped().DescendantsAndSelf().All(part => part switch
        {
            ILocalReferenceOperation local when IsDeclaredIn(local.Local, loop) => steps > 0 && local.OnlyValue() is { } value && OfReceiver(value, loop, steps - 1),
            ILocalReferenceOperation local => !IsWrittenIn(local.Local, loop),
            IParameterReferenceOperation parameter => !IsDeclaredIn(parameter.Parameter, loop),
            _ => true,
        });

    /// <summary>Whether a delegate has nothing of the single turn.</summary>
    public static bool OfHandler(IOperation handler, ILoopOperation loop)
        => handler.DescendantsAndSelf().All(part => part switch
        {
            ILocalReferenceOperation local => !IsDeclaredIn(local.Local, loop) || IsDeclaredIn(local.Local, handler),
            IParameterReferenceOperation parameter => !IsDeclaredIn(parameter.Parameter, loop) || IsDeclaredIn(parameter.Parameter, handler),
            _ => true,
        });

    private static bool IsSteady(IOperation part, ILoopOperation loop)
        => part.ConstantValue.HasValue || part switch
        {
            ILocalReferenceOperation local => !IsDeclaredIn(local.Local, loop) && !IsWrittenIn(local.Local, loop),
            IParameterReferenceOperation parameter => !IsDeclaredIn(parameter.Parameter, loop) && !IsWrittenIn(parameter.Parameter, loop),
            IFieldReferenceOperation field => !IsWrittenIn(field.Field, loop),
            IPropertyReferenceOperation property => property.Arguments.IsEmpty && !IsWrittenIn(property.Property, loop) && !MovesOn(property.Instance, loop),
            IInvocationOperation invocation => IsSteady(invocation.TargetMethod),
            IObjectCreationOperation creation => creation.Type?.Name == "RedisChannel",
            IConversionOperation or IParenthesizedOperation or IArgumentOperation or IInstanceReferenceOperation or IBinaryOperation => true,
            IInterpolatedStringOperation or IInterpolatedStringContentOperation or IArrayCreationOperation or IArrayInitializerOperation => true,
            _ => false,
        };

    /// <summary>An enumerator, a reader: what the loop calls on it may change what it shows.</summary>
    private static bool MovesOn(IOperation? owner, ILoopOperation loop)
        => owner is not null
            && new Handler(owner).Variable is { } variable
            && loop.Descendants().OfType<IInvocationOperation>().Any(call => call.Instance is { } receiver && Is(receiver, variable));

    private static bool IsSteady(IMethodSymbol method)
        => method.ContainingType?.Name == "RedisChannel"
            || (method.ContainingType?.SpecialType == SpecialType.System_String && method.Name is "Format" or "Concat" or "ToLower" or "ToLowerInvariant" or "ToUpper" or "ToUpperInvariant");

    private static bool IsDeclaredIn(ISymbol variable, IOperation code)
        => variable.DeclaringSyntaxReferences.Any(reference => reference.SyntaxTree == code.Syntax.SyntaxTree && code.Syntax.Span.Contains(reference.Span));

    /// <summary>Whether some code gives the variable a value.</summary>
    public static bool IsWrittenIn(ISymbol variable, IOperation code)
        => code.Descendants().Any(operation => operation switch
        {
            IAssignmentOperation assignment => Is(assignment.Target, variable),
            IIncrementOrDecrementOperation change => Is(change.Target, variable),
            IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } argument => Is(argument.Value, variable),
            _ => false,
        });

    private static bool Is(IOperation target, ISymbol variable)
        => SymbolEqualityComparer.Default.Equals(new Handler(target).Variable, variable)
            || (target is ITupleOperation tuple && tuple.Elements.Any(element => Is(element, variable)));
}
