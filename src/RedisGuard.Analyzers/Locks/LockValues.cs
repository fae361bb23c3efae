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
                : (SyntaxFactory.AreEquivalent(one.Syntax, other.Syntax) ? SameSymbols(one, other) : AreSameMember(one, other)) && !one.IsFresh());
    }

    /// <summary>
    /// Whether they can't be the same token: each makes, or keeps, one of its own, or they are different constants or parameters.
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

        return one.IsFresh()
            || other.IsFresh()
            || (IsGiven(one) && IsGiven(other));
    }

    /// <summary>What a variable that is set once was set to.</summary>
    public static IOperation Source(IOperation value)
    {
        IOperation current = value.Unwrapped();
        for (int i = 0; i < MaxSteps && current is ILocalReferenceOperation local && local.OnlyValue() is { } assigned; i++)
        {
            current = assigned.Unwrapped();
        }

        return current;
    }

    private static bool IsGiven(IOperation value)
        => value.ConstantValue.HasValue || value is IParameterReferenceOperation || value.IsKeptFresh();

    /// <summary><c>_token</c> and <c>this._token</c>.</summary>
    private static bool AreSameMember(IOperation one, IOperation other)
        => one is IMemberReferenceOperation { Instance: null or IInstanceReferenceOperation } first
            && other is IMemberReferenceOperation { Instance: null or IInstanceReferenceOperation } second
            && SymbolEqualityComparer.Default.Equals(first.Member, second.Member);

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
