using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using RedisGuard.Analyzers.Rules;
using RedisGuard.CodeFixes.Batches;
using RedisGuard.CodeFixes.Borrowed;
using RedisGuard.CodeFixes.Locks;
using RedisGuard.CodeFixes.Owners;
using RedisGuard.CodeFixes.Racing;
using RedisGuard.CodeFixes.Registrations;
using RedisGuard.CodeFixes.Scoping;
using RedisGuard.CodeFixes.Secrets;
using RedisGuard.CodeFixes.Sharing;
using RedisGuard.CodeFixes.Subscriptions;
using RedisGuard.CodeFixes.Waiting;

namespace RedisGuard.CodeFixes;

/// <summary>Every cure by its name. They have no state.</summary>
internal static class AllCures
{
    private static readonly ImmutableDictionary<string, ICure> s_byName = new ICure[]
    {
        new InjectCure(),
        new PoolCure(),
        new OpenOnceCure(),
        new UsingCure(Cures.AwaitUsing, "Declare it with 'await using'", asynchronous: true),
        new UsingCure(Cures.Using, "Declare it with 'using'", asynchronous: false),
        new WidenScopeCure(),
        new CloseInDisposeCure(),
        new SwapThenCloseCure(),
        new AddRedisGuardCure(),
        new SingletonCure(),
        new FactoryCure(),
        new ShareCure(),
        new LazyInsideCure(),
        new LeaveOpenCure(),
        new UnsubscribeInDisposeCure(),
        new PoolSubscriptionCure(),
        new UnsubscribeQueueCure(),
        new PoolQueueCure(),
        new HoistHandlerCure(),
        new PassHandlerCure(),
        new OnMessageCure(),
        new RemoveHandlerCure(),
        new PassTokenCure(),
        new ExecuteCure(),
        new WaitAfterExecuteCure(),
        new ReleaseInFinallyCure(),
        new TestLockCure(),
        new AwaitInsteadCure(),
        new CallSynchronousCure(),
        new HidePasswordCure(),
    }.ToImmutableDictionary(cure => cure.Name, StringComparer.Ordinal);

    public static ICure Named(string name) => s_byName[name];

    /// <summary>The cures that the analyzer names, the best first; the others will do where the better ones don't fit.</summary>
    public static IEnumerable<ICure> NamedBy(Diagnostic diagnostic) =>
        diagnostic.Properties.TryGetValue(Cures.Key, out string? names) && names is not null
            ? names.Split(',').Where(s_byName.ContainsKey).Select(Named)
            : [];
}
