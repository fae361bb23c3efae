using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Values;

namespace RedisGuard.Analyzers.Locks;

/// <summary>Compares the keys and the tokens that two calls are given.</summary>
internal static class LockValues
{
    private const int MaxSteps = 4;

    /// <summary>Whether both stand for the same key, as far as a reader can tell.</summary>
    public static bool AreSame(IOperation first, IOperation second)
    {
        IOperation one = Source(first);
        IOperation other = Source(second);
        return one.Syntax == other.Syntax
            || (one.ConstantValue is { HasValue: true } constant && other.ConstantValue is { HasValue: true } compared
                ? Equals(constant.Value, compared.Value)
                : SyntaxFactory.AreEquivalent(one.Syntax, other.Syntax) && !IsFresh(one) && SameSymbols(one, other));
    }

    /// <summary>
    /// Whether they can't be the same token: each makes one of its own, or they are different constants or parameters.
    /// Two variables whose values can't be told may hold the same.
    /// </summary>
    public static bool AreDifferent(IOperation first, IOperation second)
    {
        IOperation one = Source(first);
        IOperation other = Source(second);
        if (one.Syntax == other.Syntax || AreSame(one, other))
        {
            return false;
        }

        return IsFresh(one)
            || IsFresh(other)
            || (IsGiven(one) && IsGiven(other));
    }

    /// <summary>Whether evaluating this twice gives two values.</summary>
    public static bool IsFresh(IOperation value)
        => value.DescendantsAndSelf().Any(operation => operation is IInvocationOperation { TargetMethod: { } method }
            && (method is { Name: "NewGuid" or "CreateVersion7", ContainingType.Name: "Guid" }
                || method is { Name: "Next" or "NextInt64" or "GetHexString" or "GetBytes" or "GetString", ContainingType.Name: "Random" or "RandomNumberGenerator" }));

    private static bool IsGiven(IOperation value)
        => value.ConstantValue.HasValue || value is IParameterReferenceOperation;

    /// <summary>What a variable that is set once was set to.</summary>
    private static IOperation Source(IOperation value)
    {
        IOperation current = value.Unwrapped();
        for (int i = 0; i < MaxSteps && current is ILocalReferenceOperation local && local.OnlyValue() is { } assigned; i++)
        {
            current = assigned.Unwrapped();
        }

        return current;
    }

    private static bool SameSymbols(IOperation one, IOperation other)
        => one is not (ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation or IPropertyReferenceOperation)
            || SymbolEqualityComparer.Default.Equals(Symbol(one), Symbol(other));

    private static ISymbol? Symbol(IOperation operation)
        => operation switch
        {
            ILocalReferenceOperation local => local.Local,
            IParameterReferenceOperation parameter => parameter.Parameter,
            IMemberReferenceOperation member => member.Member,
            _ => null,
        };
}
