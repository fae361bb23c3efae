using System;
using RedisGuard.Analyzers;
using RedisGuard.Analyzers.Rules;
using RedisGuard.CodeFixes.Editing;

namespace RedisGuard.CodeFixes.Racing;

/// <summary>
/// Lets all callers of a racing fill wait for the one that opens. Each kind of fill has a rewrite of its own; a fill that none
/// of them knows has no mechanical fix, since its callers decide what may wait for what.
/// </summary>
internal sealed class LazyInsideFix : SiteFix
{
    private static readonly Func<TrackedEdit, SiteContext, bool>[] s_rewrites =
    [
        LazyMode.TryApply,
        DictionaryOfLazies.TryApply,
        InitializerLock.TryApply,
        FilledField.TryApply,
    ];

    public LazyInsideFix()
        : base(Fixes.LazyInside, "Let only one caller open the connection", Descriptors.RacingCallersLeak.Id)
    {
    }

    protected override bool Apply(TrackedEdit edit, SiteContext context) => Array.Exists(s_rewrites, rewrite => rewrite(edit, context));
}
