using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Reading;
using RedisGuard.Analyzers.Values;

namespace RedisGuard.Analyzers.Locks;

/// <summary>A call that takes a lock for the code around it.</summary>
/// <param name="Call">The call: the library's own, or one of a helper that answers whether it has taken the lock.</param>
/// <param name="Take">The library's call, here or in the helper.</param>
internal sealed record TakenLock(IInvocationOperation Call, IInvocationOperation Take)
{
    public bool IsByHelper => Call.Syntax != Take.Syntax;

    /// <summary>The lock's key in the words of the code around the call; null where only the helper knows it.</summary>
    public IOperation? Key => InWordsOfCaller(LockCalls.Key(Take));

    /// <inheritdoc cref="Key"/>
    public IOperation? Token => InWordsOfCaller(LockCalls.Token(Take));

    /// <summary>Returns what the helper is given for one of its parameters.</summary>
    public IOperation? Given(string parameter) => IsByHelper ? Call.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == parameter)?.Value : null;

    private IOperation? InWordsOfCaller(IOperation? value)
    {
        if (value is null || !IsByHelper)
        {
            return value;
        }

        IOperation source = LockValues.Source(value);
        return source is IParameterReferenceOperation parameter ? Given(parameter.Parameter.Name)
            : source.DescendantsAndSelf().All(MeansTheSame) ? source
            : null;
    }

    /// <summary>A word that the caller has for the same: <c>TakeAsync(id)</c> of <c>TakeAsync(string id)</c>.</summary>
    private bool MeansTheSame(IOperation part)
        => part switch
        {
            IParameterReferenceOperation parameter => Given(parameter.Parameter.Name) is { } given && SyntaxFactory.AreEquivalent(given.Unwrapped().Syntax, parameter.Syntax),
            ILocalReferenceOperation => false,
            _ => true,
        };
}
