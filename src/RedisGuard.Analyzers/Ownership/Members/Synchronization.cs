using System;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Reading;
using RedisGuard.Analyzers.Values;

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
                case ILockOperation taken when !IsOwnGate(taken.LockedValue):
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
            // The last that is taken counts, as an earlier one may be left by then; but a lock that is upgraded is held from its beginning.
            if (entering.Syntax.Span.End <= operation.Syntax.SpanStart && entering is IInvocationOperation call && IsEntering(call) && !IsPassedWithout(call, operation) && !(start > call.Syntax.Span.End)
                && !(start is not null && call.TargetMethod.Name == "EnterWriteLock" && IsUpgradeable(root, call)))
            {
                start = call.Syntax.Span.End;
            }
        }

        return start;
    }

    /// <summary>Whether what is locked is made by the very call that locks it: <c>lock (new object())</c>.</summary>
    private static bool IsOwnGate(IOperation locked)
        => locked.Unwrapped() switch
        {
            IObjectCreationOperation => true,
            ILocalReferenceOperation local => local.OnlyValue()?.Unwrapped() is IObjectCreationOperation && !IsOfOuterFunction(local),
            _ => false,
        };

    /// <summary>Whether the calls of a function share the variable, which stands around it.</summary>
    private static bool IsOfOuterFunction(ILocalReferenceOperation local)
    {
        for (IOperation? around = local.Parent; around is not null; around = around.Parent)
        {
            if (around is IAnonymousFunctionOperation { Symbol: { } lambda })
            {
                return !SymbolEqualityComparer.Default.Equals(local.Local.ContainingSymbol, lambda);
            }

            if (around is ILocalFunctionOperation { Symbol: { } function })
            {
                return !SymbolEqualityComparer.Default.Equals(local.Local.ContainingSymbol, function);
            }
        }

        return false;
    }

    private static bool IsUpgradeable(IOperation root, IInvocationOperation write)
        => root.Descendants().Any(earlier => earlier is IInvocationOperation { TargetMethod.Name: "EnterUpgradeableReadLock" or "TryEnterUpgradeableReadLock", Instance: { } held }
            && earlier.Syntax.SpanStart < write.Syntax.SpanStart
            && write.Instance is { } written
            && SyntaxFactory.AreEquivalent(held.Syntax, written.Syntax));

    /// <summary><c>if (!await _gate.WaitAsync(0)) { Log("busy"); }</c>: who is refused gets past it all the same, unless that branch leaves.</summary>
    private static bool IsPassedWithout(IInvocationOperation entering, IOperation operation)
    {
        bool entered = true;
        IOperation asked = entering;
        while (asked.Parent is IAwaitOperation or IConversionOperation or IParenthesizedOperation or IUnaryOperation { OperatorKind: UnaryOperatorKind.Not }
            || (asked.Parent is IInvocationOperation passed && TaskMembers.IsPassThrough(passed.TargetMethod)))
        {
            asked = asked.Parent!;
            entered ^= asked is IUnaryOperation;
        }

        if (asked.Parent is not IConditionalOperation choice || choice.Condition != asked)
        {
            return false;
        }

        IOperation? refused = entered ? choice.WhenFalse : choice.WhenTrue;
        bool isInside = choice.Syntax.Span.Contains(operation.Syntax.Span);
        return isInside ? refused?.Syntax.Span.Contains(operation.Syntax.Span) == true : refused is null || !FillGuard.Leaves(refused);
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
