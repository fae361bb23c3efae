using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Reading;

namespace RedisGuard.Analyzers.Subscriptions;

/// <summary>
/// Handlers that serve the one call that adds them: what they hand over is waited for, or read, by the code after. A reply over
/// publish and subscribe is the usual one. When the call is over nobody needs the handler any more.
/// </summary>
internal static class CallBound
{
    /// <summary>Whether the code that adds the handler waits for a local through which the handler answers, or reads what it writes.</summary>
    public static bool Is(IOperation site, Handler? handler)
        => handler is { } given
            && given.Resolved().BodyIn(site) is { } body
            && body.Descendants().OfType<ILocalReferenceOperation>()
                .Where(inner => !IsDeclaredIn(inner.Local, body))
                .GroupBy<ILocalReferenceOperation, ISymbol>(inner => inner.Local, SymbolEqualityComparer.Default)
                .Any(uses => uses.Key is ILocalSymbol local && AnswersThrough(local, uses, site));

    private static bool IsDeclaredIn(ILocalSymbol local, IOperation code)
        => local.DeclaringSyntaxReferences.Any(reference => reference.SyntaxTree == code.Syntax.SyntaxTree && code.Syntax.Span.Contains(reference.Span));

    private static bool AnswersThrough(ILocalSymbol local, IGrouping<ISymbol, ILocalReferenceOperation> inHandler, IOperation site)
    {
        bool isWritten = inHandler.Any(IsWritten);
        foreach (ILocalReferenceOperation later in site.Root().Descendants().OfType<ILocalReferenceOperation>())
        {
            if (SymbolEqualityComparer.Default.Equals(later.Local, local)
                && later.Syntax.SpanStart > site.Syntax.Span.End
                && !inHandler.Any(inner => inner.Syntax == later.Syntax)
                && (isWritten || (IsSignal(local.Type) && IsWaitedFor(later)) || (IsOfSystem(local.Type) && IsGivenBack(later))))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsWritten(ILocalReferenceOperation local)
        => local.Parent switch
        {
            IAssignmentOperation assignment => assignment.Target == local,
            IIncrementOrDecrementOperation => true,
            IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } => true,
            _ => false,
        };

    /// <summary>What one piece of code tells another through.</summary>
    private static bool IsSignal(ITypeSymbol type)
        => type.ContainingNamespace?.ToDisplayString() switch
        {
            "System.Threading" => type.Name is "SemaphoreSlim" or "Semaphore" or "ManualResetEvent" or "ManualResetEventSlim" or "AutoResetEvent" or "CountdownEvent" or "Barrier" or "CancellationTokenSource",
            "System.Threading.Tasks" => type.Name is "TaskCompletionSource",
            "System.Threading.Channels" => true,
            "System.Collections.Concurrent" => type.Name is "BlockingCollection",
            _ => false,
        };

    private static bool IsWaitedFor(IOperation signal)
    {
        for (IOperation current = signal; current.Parent is { } parent; current = parent)
        {
            switch (parent)
            {
                case IAwaitOperation or IForEachLoopOperation { IsAsynchronous: true } or IReturnOperation:
                    return true;
                case IInvocationOperation { TargetMethod.Name: "Wait" or "WaitOne" or "WaitAll" or "WaitAny" or "WhenAny" or "WhenAll" or "WaitAsync" or "GetResult" or "Take" or "TryTake" or "ReadAllAsync" or "ReadAsync" or "GetConsumingEnumerable" }:
                case IPropertyReferenceOperation { Property.Name: "Result" }:
                    return true;
                case IExpressionStatementOperation or IVariableDeclarationGroupOperation or IBlockOperation or IAnonymousFunctionOperation:
                    return false;
            }
        }

        return false;
    }

    // An object of the code's own that is given back may live as long as it likes, and its subscription with it.
    private static bool IsOfSystem(ITypeSymbol type) => type is IArrayTypeSymbol || type.ContainingNamespace?.ToDisplayString().StartsWith("System", System.StringComparison.Ordinal) == true;

    private static bool IsGivenBack(IOperation value)
    {
        for (IOperation current = value; current.Parent is { } parent; current = parent)
        {
            switch (parent)
            {
                case IReturnOperation:
                    return true;
                case IObjectCreationOperation or IExpressionStatementOperation or IBlockOperation or IVariableDeclarationGroupOperation or IAnonymousFunctionOperation:
                    return false;
            }
        }

        return false;
    }
}
