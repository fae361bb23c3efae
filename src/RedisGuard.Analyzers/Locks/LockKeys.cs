using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Context;
using RedisGuard.Analyzers.Dataflow;
using RedisGuard.Analyzers.Model;
using RedisGuard.Analyzers.Reading;

namespace RedisGuard.Analyzers.Locks;

/// <summary>Tells the flow of one function what releases each lock that the function takes, and what is held against the code in between.</summary>
internal sealed class LockKeys : IKeyedReleases
{
    private readonly Dictionary<SyntaxNode, LockReleases> _releases = new();

    /// <summary>Knows the locks that the library's own calls take.</summary>
    public LockKeys(IOperation take, RedisSymbols symbols)
        : this(take, symbols, call => LockCalls.IsTake(call, symbols) ? new TakenLock(call, call) : null)
    {
    }

    /// <param name="take">One of the calls in the function that take a lock.</param>
    /// <param name="symbols">The library.</param>
    /// <param name="lockOf">The lock that a call takes; null where it takes none.</param>
    public LockKeys(IOperation take, RedisSymbols symbols, Func<IInvocationOperation, TakenLock?> lockOf)
    {
        foreach (TakenLock taken in LockCalls.Of(LockCalls.Function(take)).Select(lockOf).OfType<TakenLock>())
        {
            _releases[taken.Call.Syntax] = new LockReleases(taken, symbols);
        }
    }

    public bool Acquire(IInvocationOperation call) => _releases.ContainsKey(call.Syntax);

    public bool Release(IOperation operation, SyntaxNode acquisition) => _releases.TryGetValue(acquisition, out LockReleases? releases) && releases.Contains(operation);

    public bool GuardRelease(IOperation condition, SyntaxNode acquisition) => _releases.TryGetValue(acquisition, out LockReleases? releases) && releases.AreGuardedBy(condition.Syntax);

    /// <summary>
    /// A call may throw while the lock is held; that a log does, or what only reports an exception, isn't held
    /// against code that has a finally for the rest.
    /// </summary>
    public bool MayThrow(IOperation part, bool hasFinally)
        => part switch
        {
            IInvocationOperation call => !IsPlumbing(call) && !(hasFinally && IsHarmless(call)),
            IObjectCreationOperation => !hasFinally,
            IAwaitOperation awaited => !IsFirstOf(awaited.Operation),
            IDynamicInvocationOperation or IInvalidOperation => true,
            _ => false,
        };

    /// <summary>Recognises what only makes tasks of tasks or of time.</summary>
    private static bool IsPlumbing(IInvocationOperation call) => TaskMembers.IsCombinator(call.TargetMethod) || TaskMembers.IsDelay(call.TargetMethod);

    /// <summary><c>await Task.WhenAny(…)</c>: what the first task throws stays in it.</summary>
    private static bool IsFirstOf(IOperation task) => task is IInvocationOperation { TargetMethod: { Name: "WhenAny" } method } && TaskMembers.IsCombinator(method);

    private static bool IsHarmless(IInvocationOperation call)
        => IsStarted(call)
            || LogCalls.Describe(call) is not null
            // As its «new»: what sets up the work that the finally is for.
            || call.TargetMethod.ContainingType is { Name: "CancellationTokenSource" } or { ContainingNamespace.Name: "System" or "Diagnostics" };

    /// <summary>An async method that isn't awaited here puts what it throws into its task.</summary>
    private static bool IsStarted(IInvocationOperation call)
        => call.TargetMethod.IsAsync && call.Parent is not (IAwaitOperation or IInvocationOperation or IPropertyReferenceOperation);
}
