using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Reading;

namespace RedisGuard.Analyzers.Subscriptions;

/// <summary>Other uses of a local variable that holds a handler.</summary>
internal static class LocalUses
{
    /// <summary>Whether it is put where other code can reach it: returned, stored, passed on, captured.</summary>
    public static bool LeaveBy(ILocalSymbol local, IInvocationOperation known)
        => known.Root().Descendants().OfType<ILocalReferenceOperation>().Any(reference =>
            SymbolEqualityComparer.Default.Equals(reference.Local, local) && !known.Syntax.Span.Contains(reference.Syntax.Span) && !IsTarget(reference) && !IsSubscribed(reference));

    // To a second channel, say.
    private static bool IsSubscribed(ILocalReferenceOperation reference)
        => reference.Parent is IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { Name: "Subscribe" or "SubscribeAsync", ContainingType.Name: "ISubscriber" } } };

    private static bool IsTarget(ILocalReferenceOperation reference)
        => reference.Parent is IAssignmentOperation assignment && assignment.Target == reference;
}
