using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using RedisGuard.Analyzers.Context;
using RedisGuard.Analyzers.Dataflow;
using RedisGuard.Analyzers.Reading;

namespace RedisGuard.Analyzers.Ownership.Members;

/// <summary>
/// A type that keeps a resource in a private member of its own, can be disposed, and does nothing about the member there or anywhere.
/// Nobody else can reach it.
/// </summary>
internal static class ForgetfulOwner
{
    /// <summary>The member in which an acquired resource is forgotten; null where it isn't kept, or somebody may look after it.</summary>
    public static ISymbol? MemberOf(Obligation obligation, ISymbol around, TypeOwnerships types, CancellationToken cancellationToken)
    {
        Escape[] escapes = obligation.Escapes.Where(escape => escape.Alias is not (AliasKind.View or AliasKind.Pending)).ToArray();
        return escapes.Length > 0
            && escapes.All(escape => escape is { Kind: EscapeKind.Member, Member: not null } && SymbolEqualityComparer.Default.Equals(escape.Member, escapes[0].Member))
            && escapes[0].Member is { IsStatic: false, DeclaredAccessibility: Accessibility.Private } member
            && around.ContainingType is { TypeKind: TypeKind.Class or TypeKind.Struct } type
            && SymbolEqualityComparer.Default.Equals(member.ContainingType?.OriginalDefinition, type.OriginalDefinition)
            && DisposalMembers.AreOf(type)
            && !SingletonTypes.IsKnown(type)
            && types.Of(type, member, cancellationToken) is { Releases.Count: 0, HandOvers.Count: 0, Mentions.Count: 0 }
                ? member
                : null;
    }
}
