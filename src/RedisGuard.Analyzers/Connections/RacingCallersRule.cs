using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Context;
using RedisGuard.Analyzers.Dataflow;
using RedisGuard.Analyzers.Ownership;
using RedisGuard.Analyzers.Ownership.Members;
using RedisGuard.Analyzers.Reading;
using RedisGuard.Analyzers.Rules;
using RedisGuard.Analyzers.Values;

namespace RedisGuard.Analyzers.Connections;

/// <summary>RG1006: a place where two callers at the same time each open a connection, and one of the two is lost.</summary>
internal sealed class RacingCallersRule : IConnectionRule
{
    // Each thread has its own: no two callers meet there.
    private static readonly ImmutableHashSet<string> s_threadOwn = ImmutableHashSet.Create("ThreadStatic");

    public Finding Check(Opening opening)
    {
        if (opening.Context.IsTest || Race(opening) is not { } race)
        {
            return Finding.None;
        }

        string cure = opening.CanUsePool ? "take it from RedisPool.For"
            : IsOfLazyMode(opening) ? "leave the mode out, which lets one caller open it"
            : "open it in a Lazy, or under a lock";
        return OpeningDiagnostic.Create(Descriptors.RacingCallersLeak, opening, SharingFixes.ForRace(opening), opening.Name, race, cure);
    }

    private static bool IsOfLazyMode(Opening opening)
        => EnclosingFactory(opening.Operation) is { } function
            && function.DelegateUse() is IArgumentOperation { Parent: IObjectCreationOperation { Type.Name: "Lazy" } }
            && RacingFactory.Describe(function, opening) is not null;

    private static string? Race(Opening opening)
    {
        IOperation? function = EnclosingFactory(opening.Operation);
        return (function is null ? null : RacingFactory.Describe(function, opening)) ?? CheckThenConnect(opening, isInLambda: function is not null);
    }

    /// <summary>The lambda that only gives the connection back, or the method group; null for a call in a body of its own.</summary>
    private static IOperation? EnclosingFactory(IOperation operation)
    {
        for (IOperation? current = operation; current is not null; current = current.Parent)
        {
            if (current is IAnonymousFunctionOperation or IMethodReferenceOperation)
            {
                return current;
            }
        }

        return null;
    }

    /// <summary><c>if (_m == null) _m = Connect()</c>, <c>_m ??= Connect()</c> in code that several callers may run at once.</summary>
    private static string? CheckThenConnect(Opening opening, bool isInLambda)
    {
        if (opening.Member is not IMethodSymbol { MethodKind: not MethodKind.StaticConstructor } method
            || (opening.Context.OutsideLoop ?? opening.Context.Frequency) is OpeningFrequency.ProcessLife or OpeningFrequency.Once
            || (isInLambda && (opening.Context.Frequency != OpeningFrequency.PerCall || opening.Context.IsPresumed))
            || (FillMethods.IsFirstFill(method) && opening.Context is { Frequency: not OpeningFrequency.PerCall } or { IsPresumed: true } && !AskingCallers.Have(opening, method)))
        {
            return null;
        }

        string? store = RacingStore.Describe(opening);
        return store is not null && GuardOf(opening, method) is null && !IsOfOnlyInstance(method, opening) ? store : RacingSwap.Describe(opening) ?? CheckThenFill(opening, method);
    }

    private static int? GuardOf(Opening opening, IMethodSymbol method)
        => Synchronization.GuardOf(opening.Operation, method, opening.Types.Of(method.ContainingType, default));

    private static string? CheckThenFill(Opening opening, IMethodSymbol method)
    {
        if (OthersPlace.Of(opening) is { IsAskedForNull: true } other)
        {
            return GuardOf(opening, method) is null ? $"both find '{other.Member.Name}' empty, and the second overwrites the first" : null;
        }

        if (StoredOpening.MemberOf(opening) is not { } member
            || AttributeNames.HasAny(member, s_threadOwn)
            || opening.Obligation.Escapes.FirstOrDefault(escape => escape.Kind == EscapeKind.Member) is not { } store
            || LostSwaps.IsCompareExchange(store.Syntax)
            || IsFirstOfItsInstance(method, member, opening))
        {
            return null;
        }

        var asked = FillGuard.Of(opening.Operation, member);
        int? guard = GuardOf(opening, method);
        bool asksInside = guard is { } from && FillGuard.Of(opening.Operation, member, from) is { ChecksForNull: true } or { ChecksForStale: true };
        bool asks = asked is { ChecksForNull: true, ChecksForStale: false, RefusesSecond: false } || (asked == default && AskingCallers.LetSeveralIn(opening, method, member));
        return asks && !asksInside
            ? guard is null ? $"both find '{member.Name}' empty, and the second overwrites the first" : $"the lock doesn't ask again whether '{member.Name}' is empty, so the second overwrites the first"
            : null;
    }

    /// <summary>A constructor fills its own instance before anybody else has it; a static member it shares with all others.</summary>
    private static bool IsFirstOfItsInstance(IMethodSymbol method, ISymbol member, Opening opening)
        => method.MethodKind == MethodKind.Constructor && (!member.IsStatic || IsOfOnlyInstance(method, opening));

    private static bool IsOfOnlyInstance(IMethodSymbol method, Opening opening)
        => method.MethodKind == MethodKind.Constructor && (SingletonTypes.IsKnown(method.ContainingType) || opening.IsOfSingleton);
}
