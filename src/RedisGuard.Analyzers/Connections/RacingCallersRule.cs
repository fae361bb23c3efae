using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Context;
using RedisGuard.Analyzers.Ownership;
using RedisGuard.Analyzers.Ownership.Members;
using RedisGuard.Analyzers.Rules;

namespace RedisGuard.Analyzers.Connections;

/// <summary>RG1006: a place where two callers at the same time each open a connection, and one of the two is lost.</summary>
internal sealed class RacingCallersRule : IConnectionRule
{
    // Each thread has its own: no two callers meet there.
    private static readonly ImmutableHashSet<string> s_threadOwn = ImmutableHashSet.Create("ThreadStatic");

    public Diagnostic? Judge(Opening opening)
    {
        if (opening.Context.IsTest || Race(opening) is not { } race)
        {
            return null;
        }

        string cure = opening.CanUsePool ? "take it from RedisPool.For" : "open it in a Lazy, or under a lock";
        return OpeningDiagnostic.Create(Descriptors.RacingCallersLeak, opening, SharingCures.ForRace(opening), opening.Name, race, cure);
    }

    private static string? Race(Opening opening)
    {
        IOperation? function = EnclosingFactory(opening.Operation);
        return function is null ? CheckThenConnect(opening) : RacingFactory.Describe(function, opening);
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
    private static string? CheckThenConnect(Opening opening)
    {
        if (opening.Member is not IMethodSymbol { MethodKind: not (MethodKind.Constructor or MethodKind.StaticConstructor) } method
            || (opening.Context.OutsideLoop ?? opening.Context.Frequency) is OpeningFrequency.ProcessLife or OpeningFrequency.Once
            || FillMethods.IsFirstFill(method)
            || (RacingStore.Describe(opening) ?? CheckThenFill(opening)) is not { } race
            || Synchronization.Guards(opening.Operation, method, opening.Types.Of(method.ContainingType, default)))
        {
            return null;
        }

        return race;
    }

    private static string? CheckThenFill(Opening opening)
    {
        if (StoredOpening.MemberOf(opening) is not { } member
            || AttributeNames.HasAny(member, s_threadOwn)
            || opening.Obligation.Escapes.All(escape => escape.Kind != EscapeKind.Member))
        {
            return null;
        }

        return FillGuard.Of(opening.Operation, member) is { ChecksForNull: true, ChecksForStale: false, RefusesSecond: false } ? $"each finds '{member.Name}' empty and fills it" : null;
    }
}
