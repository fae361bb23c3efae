using System.Linq;
using Microsoft.CodeAnalysis;
using RedisGuard.Analyzers.Context;
using RedisGuard.Analyzers.Ownership.Members;

namespace RedisGuard.Analyzers.Connections;

/// <summary>
/// Callers of a private helper that ask for it what it doesn't ask itself: <c>_m ?? Open()</c>, <c>if (_m is null) { Open(); }</c>,
/// <c>if (!_m.IsConnected) { Open(); }</c>, where <c>Open</c> only fills the member.
/// </summary>
internal static class AskingCallers
{
    /// <summary>Tells whether the helper fills a member for callers who ask first, whatever its own name says.</summary>
    public static bool Have(Opening opening, IMethodSymbol helper)
        => StoredOpening.MemberOf(opening) is { } member && LetSeveralIn(opening, helper, member);

    /// <summary>Tells whether all callers ask whether the member is empty, and two of them at once may both find it so.</summary>
    public static bool LetSeveralIn(Opening opening, IMethodSymbol helper, ISymbol member)
    {
        if (!IsHelper(helper))
        {
            return false;
        }

        TypeOwnership type = opening.Types.Of(helper.ContainingType, default);
        return type.CallsOf(helper) is { Count: > 0 } calls
            && calls.All(call => FillGuard.Of(call.Operation, member) is { ChecksForNull: true, ChecksForStale: false, RefusesSecond: false })
            && calls.Any(call => MethodOf(call.Member) is { } caller
                && !FillMethods.IsFirstFill(caller)
                && !(Synchronization.GuardOf(call.Operation, caller, type) is { } guard && FillGuard.Of(call.Operation, member, guard).ChecksForNull));
    }

    /// <summary>Tells whether a caller runs the helper because what is in the member is of no use any more, and doesn't close it.</summary>
    public static bool Replace(Opening opening, IMethodSymbol helper, ISymbol member, MemberOwnership ownership)
        => IsHelper(helper)
            && opening.Types.Of(helper.ContainingType, default).CallsOf(helper).Any(call => FillGuard.Of(call.Operation, member).ChecksForStale
                && !ownership.Releases.Any(release => SymbolEqualityComparer.Default.Equals(release.Member, call.Member))
                && !ownership.HandOvers.Any(handOver => SymbolEqualityComparer.Default.Equals(handOver.Member, call.Member)));

    /// <summary>Tells whether all callers close what is in the member, and leave it to the helper to fill it again.</summary>
    public static bool Close(Opening opening, IMethodSymbol helper, MemberOwnership ownership)
        => IsHelper(helper)
            && opening.Types.Of(helper.ContainingType, default).CallsOf(helper) is { Count: > 0 } calls
            && calls.All(call => ownership.Releases.Any(release => SymbolEqualityComparer.Default.Equals(release.Member, call.Member)));

    private static bool IsHelper(IMethodSymbol method) => method is { MethodKind: MethodKind.Ordinary, DeclaredAccessibility: Accessibility.Private };

    private static IMethodSymbol? MethodOf(ISymbol member)
        => member switch
        {
            IMethodSymbol { MethodKind: MethodKind.Ordinary } method => method,
            IPropertySymbol property => property.GetMethod,
            _ => null,
        };
}
