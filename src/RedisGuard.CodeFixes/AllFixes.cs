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

/// <summary>Every fix by its name. They have no state.</summary>
internal static class AllFixes
{
    private static readonly ImmutableDictionary<string, IFix> s_byName = new IFix[]
    {
        new InjectFix(),
        new PoolFix(),
        new OpenOnceFix(),
        new UsingFix(Fixes.AwaitUsing, "Declare it with 'await using'", asynchronous: true),
        new UsingFix(Fixes.Using, "Declare it with 'using'", asynchronous: false),
        new WidenScopeFix(),
        new CloseInDisposeFix(),
        new SwapThenCloseFix(),
        new AddRedisGuardFix(),
        new SingletonFix(),
        new FactoryFix(),
        new ShareFix(),
        new LazyInsideFix(),
        new LeaveOpenFix(),
        new UnsubscribeInDisposeFix(),
        new PoolSubscriptionFix(),
        new UnsubscribeQueueFix(),
        new PoolQueueFix(),
        new HoistHandlerFix(),
        new PassHandlerFix(),
        new OnMessageFix(),
        new RemoveHandlerFix(),
        new PassTokenFix(),
        new ExecuteFix(),
        new WaitAfterExecuteFix(),
        new ReleaseInFinallyFix(),
        new TestLockFix(),
        new AwaitInsteadFix(),
        new CallSynchronousFix(),
        new HidePasswordFix(),
    }.ToImmutableDictionary(fix => fix.Name, StringComparer.Ordinal);

    public static IFix Named(string name) => s_byName[name];

    /// <summary>The fixes that the analyzer names, the best first; the others will do where the better ones don't fit.</summary>
    public static IEnumerable<IFix> NamedBy(Diagnostic diagnostic) =>
        diagnostic.Properties.TryGetValue(Fixes.Key, out string? names) && names is not null
            ? names.Split(',').Where(s_byName.ContainsKey).Select(Named)
            : [];
}
