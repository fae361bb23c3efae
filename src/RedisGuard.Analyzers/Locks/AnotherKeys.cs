using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Model;
using RedisGuard.Analyzers.Values;

namespace RedisGuard.Analyzers.Locks;

/// <summary>Releases with a lock's own token but of a key that is surely another: <c>"pay:" + order</c> is taken and <c>"payment:" + order</c> released.</summary>
internal static class AnotherKeys
{
    /// <summary>The only release of the function that takes the lock, where it is one of those; null otherwise.</summary>
    public static IInvocationOperation? ReleaseOf(IInvocationOperation take, RedisSymbols symbols, CancellationToken cancellationToken)
    {
        IInvocationOperation[] calls = LockCalls.Of(LockCalls.Function(take)).Where(call => LockCalls.IsRelease(call, symbols) || LockCalls.IsTake(call, symbols)).ToArray();
        return calls.Length == 2
            && calls.FirstOrDefault(call => LockCalls.IsRelease(call, symbols)) is { } release
            && LockCalls.Token(take) is { } token
            && LockCalls.Token(release) is { } released
            && LockValues.AreSame(token, released)
            && LockCalls.Key(take) is { } taken
            && LockCalls.Key(release) is { } other
            && AreDifferent(taken, other, symbols.Compilation, cancellationToken)
                ? release
                : null;
    }

    private static bool AreDifferent(IOperation taken, IOperation released, Compilation compilation, CancellationToken cancellationToken)
    {
        var sources = new SourceValues(compilation, steadyOnly: true);
        var one = WrittenText.Of(taken, sources, cancellationToken);
        var other = WrittenText.Of(released, sources, cancellationToken);
        return one.Whole is { } text && other.Whole is { } otherText ? text != otherText : one.DiffersFrom(other);
    }
}
