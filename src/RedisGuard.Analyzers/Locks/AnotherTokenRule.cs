using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Model;
using RedisGuard.Analyzers.Rules;
using RedisGuard.Analyzers.Values;

namespace RedisGuard.Analyzers.Locks;

/// <summary>RG3007: a release that can't work, since its token isn't the one that the lock was taken with. Stands on the release.</summary>
internal static class AnotherTokenRule
{
    public static Diagnostic? Check(IInvocationOperation release, RedisSymbols symbols)
        => IsInVain(release, symbols)
            ? Diagnostic.Create(Descriptors.LockReleasedWithAnotherToken, release.Syntax.GetLocation(), release.TargetMethod.Name)
            : null;

    /// <summary>Whether no lock of this key that the function takes has this token.</summary>
    public static bool IsInVain(IInvocationOperation release, RedisSymbols symbols)
    {
        if (LockCalls.Key(release) is not { } key || LockCalls.Token(release) is not { } token)
        {
            return false;
        }

        IOperation[] tokens = LockCalls.Of(LockCalls.Function(release))
            .Where(call => LockCalls.IsTake(call, symbols) && LockCalls.Key(call) is { } taken && LockValues.AreSame(taken, key))
            .Select(LockCalls.Token)
            .OfType<IOperation>()
            .ToArray();

        // The token was the one, and was made anew since.
        if (tokens.Length > 0 && tokens.All(taken => ReplacedTokens.IsReplacedBetween(taken, token)))
        {
            return true;
        }

        // A token that is made for the release is never the one, wherever the lock was taken.
        return tokens.Length == 0 ? token.IsFresh() : tokens.All(taken => LockValues.AreDifferent(taken, token));
    }
}
