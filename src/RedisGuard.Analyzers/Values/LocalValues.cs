using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Reading;

namespace RedisGuard.Analyzers.Values;

/// <summary>Follows a local variable to what it stands for.</summary>
internal static class LocalValues
{
    /// <summary>What a local was declared with, if it is never assigned again.</summary>
    public static IOperation? OnlyValue(this ILocalReferenceOperation local)
    {
        IOperation? value = null;
        foreach (IOperation operation in local.Root().Descendants())
        {
            switch (operation)
            {
                case IVariableDeclaratorOperation declarator when Is(declarator.Symbol, local):
                    value = declarator.Initializer?.Value;
                    break;
                case IAssignmentOperation { Target: ILocalReferenceOperation target } when Is(target.Local, local):
                case IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out, Value: ILocalReferenceOperation argument } when Is(argument.Local, local):
                    return null;
            }
        }

        return value;
    }

    /// <summary>The operation without the conversions and parentheses around it; what stands before a <c>?.</c> for what stands after.</summary>
    public static IOperation Unwrapped(this IOperation operation)
    {
        while (true)
        {
            switch (operation)
            {
                case IConversionOperation conversion:
                    operation = conversion.Operand;
                    break;
                case IParenthesizedOperation parenthesized:
                    operation = parenthesized.Operand;
                    break;
                case IConditionalAccessInstanceOperation instance when instance.Accessed() is { } accessed:
                    operation = accessed;
                    break;
                default:
                    return operation;
            }
        }
    }

    private static bool Is(ILocalSymbol symbol, ILocalReferenceOperation local) => SymbolEqualityComparer.Default.Equals(symbol, local.Local);
}
