using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Rules;

namespace RedisGuard.Analyzers.Locks;

/// <summary>
/// RG3008: a lock is taken and nobody asks whether it was, or the wait for the answer is given up while the command goes
/// on. In a batch or transaction the answer comes later, and is left alone.
/// </summary>
internal static class ResultIgnoredRule
{
    public static Diagnostic? Check(IInvocationOperation take)
        => take.Instance?.Type?.Name is "IBatch" or "ITransaction" or "ITransactionAsync" ? null : LockResults.Of(take) switch
        {
            LockResult.Ignored => Report(take, $"The result of '{take.TargetMethod.Name}' is ignored, so the code also runs without the lock", "go on only where it is true", Fixes.TestLock),
            LockResult.Abandoned => Report(
                take,
                $"'{take.TargetMethod.Name}' may still take the lock after the wait for it is given up, and then nobody knows of it",
                "wait for the result, and release the lock if it came too late",
                fix: null),
            _ => null,
        };

    private static Diagnostic Report(IInvocationOperation take, string fault, string advice, string? fix)
        => Diagnostic.Create(
            Descriptors.LockResultIgnored,
            take.Syntax.GetLocation(),
            fix is null ? null : ImmutableDictionary<string, string?>.Empty.Add(Fixes.Key, fix),
            fault,
            advice);
}
