using System;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Reading;

namespace RedisGuard.Analyzers.Ownership.Members;

/// <summary>
/// Gates that let one caller in at a time: a lock, a monitor, a semaphore of one, a mutex. It guards what is asked inside it, so its place
/// counts; a semaphore that is entered later, or that throttles ten, guards nothing.
/// </summary>
internal static class Synchronization
{
    private static readonly string[] s_verbs = { "Enter", "Lock", "Acquire", "TakeLock", "WriteLock", "WriterLock", "GetLock" };

    /// <summary>From the method's first character on: it is synchronised, or all its callers hold a lock.</summary>
    private const int FromTheStart = -1;

    /// <summary>Where in the text the guard over an operation begins; null where there is none.</summary>
    public static int? GuardOf(IOperation operation, IMethodSymbol method, TypeOwnership type)
        => StartOfLock(operation)
            ?? (IsSynchronized(method) || (method.DeclaredAccessibility == Accessibility.Private && type.IsCalledUnderLock(method)) ? FromTheStart : null);

    /// <summary>Whether a call stands under a lock, or behind the call that takes one.</summary>
    public static bool IsUnderLock(IOperation call) => StartOfLock(call) is not null;

    private static int? StartOfLock(IOperation operation)
    {
        IOperation root = operation;
        for (IOperation? current = operation.Parent; current is not null; current = current.Parent)
        {
            switch (current)
            {
                case ILockOperation:
                    return current.Syntax.SpanStart;

                // if (Interlocked.CompareExchange(ref _opening, 1, 0) == 0): one caller gets here.
                case IConditionalOperation { Condition: { } condition } when condition.DescendantsAndSelf().Any(IsWon):
                    return FromTheStart;
            }

            root = current;
        }

        int? start = null;
        foreach (IOperation entering in root.Descendants())
        {
            if (entering.Syntax.Span.End <= operation.Syntax.SpanStart && entering is IInvocationOperation call && IsEntering(call) && !(start > call.Syntax.Span.End))
            {
                start = call.Syntax.Span.End;
            }
        }

        return start;
    }

    private static bool IsSynchronized(IMethodSymbol method)
        => (method.MethodImplementationFlags & System.Reflection.MethodImplAttributes.Synchronized) != 0;

    private static bool IsWon(IOperation operation)
        => operation is IInvocationOperation { TargetMethod: { Name: "CompareExchange" or "Exchange" } swap } && AtomicMembers.IsAtomic(swap);

    /// <summary>By name, as every library has its own async lock; but not what only waits for a signal.</summary>
    private static bool IsEntering(IInvocationOperation call)
        => call.TargetMethod is { } method
            && (method.Name is "Wait" or "WaitAsync" or "WaitOne" or "TryEnter" || Array.Exists(s_verbs, verb => method.Name.StartsWith(verb, StringComparison.Ordinal)))
            && method.Name is not ("EnterReadLock" or "AcquireReaderLock")
            && (call.Instance?.Type ?? method.ContainingType)?.Name is not ("Task" or "IDatabase" or "IDatabaseAsync" or "ManualResetEvent" or "ManualResetEventSlim" or "CountdownEvent" or "Barrier")
            && !IsThrottle(call);

    /// <summary><c>new SemaphoreSlim(10)</c> lets ten in.</summary>
    private static bool IsThrottle(IInvocationOperation call)
        => call.Instance is IMemberReferenceOperation { Member: { } semaphore }
            && semaphore.DeclaringSyntaxReferences is [{ } declared]
            && declared.GetSyntax() is Microsoft.CodeAnalysis.CSharp.Syntax.VariableDeclaratorSyntax { Initializer.Value: Microsoft.CodeAnalysis.CSharp.Syntax.BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: { Count: > 0 } arguments } }
            && arguments[0].Expression is Microsoft.CodeAnalysis.CSharp.Syntax.LiteralExpressionSyntax { Token.Value: int and > 1 };
}
