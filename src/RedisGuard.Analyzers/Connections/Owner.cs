using System;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Context;
using RedisGuard.Analyzers.Dataflow;
using RedisGuard.Analyzers.Ownership.Members;
using RedisGuard.Analyzers.Reading;

namespace RedisGuard.Analyzers.Connections;

/// <summary>A type that opens a connection into a field or property of its instances.</summary>
/// <param name="Type">The owner.</param>
/// <param name="Member">Where the connection is kept.</param>
/// <param name="Closes">Whether any code of the type closes it.</param>
/// <param name="IsDisposable">Whether the type can be disposed at all.</param>
internal sealed record Owner(INamedTypeSymbol Type, ISymbol Member, bool Closes, bool IsDisposable)
{
    /// <summary>The owner of an opened connection; null where it isn't kept in an instance.</summary>
    public static Owner? Of(Opening opening)
    {
        if (opening.Context.IsTest
            || StoredOpening.MemberOf(opening) is not { IsStatic: false } member
            || opening.Member.ContainingType is not { TypeKind: TypeKind.Class or TypeKind.Struct } type)
        {
            return null;
        }

        // A delegate that captured the connection itself may close it whenever it runs, wherever it is kept.
        bool closes = opening.Obligation.Escapes.Any(escape => escape.Alias == AliasKind.Delegate)
            || StoredOpening.MembersOf(opening, member).Any(kept => IsClosed(opening.Types.Of(type, kept, default), opening.Types));
        return new Owner(type, member, closes, DisposalMembers.AreOf(type));
    }

    /// <summary>Whether local evidence says that the process has one instance, as long as it lives.</summary>
    public bool IsKnownSingleton => SingletonTypes.IsKnown(Type);

    private static bool IsClosed(MemberOwnership ownership, TypeOwnerships types)
        => ownership.Releases.Any(release => !IsRenewal(release, ownership))
            || ownership.HandOvers.Any(handOver => ClosingMembers.Contains(handOver.Member) || IsDisposer(handOver.Operation) || IsTakenOver(handOver.Operation, types))
            || ownership.Mentions.Any(mention => ClosingMembers.Contains(mention.Member));

    /// <summary>What is closed where a fresh one takes its place leaves that one open.</summary>
    private static bool IsRenewal(MemberUse release, MemberOwnership ownership)
        => !ClosingMembers.Contains(release.Member)
            && ownership.Fills.Any(fill => SymbolEqualityComparer.Default.Equals(fill.Member, release.Member) && fill.Value is { } value && !value.IsNull());

    /// <summary><c>Build() =&gt; new Service(_m)</c>, where a Service closes what it is given.</summary>
    private static bool IsTakenOver(IOperation handOver, TypeOwnerships types)
        => handOver is IArgumentOperation { Parameter: { } parameter, Parent: IObjectCreationOperation { Constructor.ContainingType: { } taker } }
            && !taker.DeclaringSyntaxReferences.IsEmpty
            && types.Of(taker, parameter.OriginalDefinition, default).Releases.Count > 0;

    /// <summary><c>disposables.Add(_m)</c>, <c>context.Response.RegisterForDispose(_m)</c>, <c>DisposeSafely(_m)</c>.</summary>
    private static bool IsDisposer(IOperation handOver)
        => handOver.Parent is IInvocationOperation { TargetMethod: { } method }
            && (method.Parameters.Any(parameter => parameter.Type.Name is "IDisposable" or "IAsyncDisposable")
                || method.Name.IndexOf("Dispos", StringComparison.Ordinal) >= 0
                || method.Name.StartsWith("Close", StringComparison.Ordinal)
                || method.ContainingType?.Name.IndexOf("Dispos", StringComparison.Ordinal) >= 0);
}
