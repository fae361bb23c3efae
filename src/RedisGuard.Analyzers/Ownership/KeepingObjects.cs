using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using RedisGuard.Analyzers.Dataflow;
using RedisGuard.Analyzers.Ownership.Members;

namespace RedisGuard.Analyzers.Ownership;

/// <summary>
/// Objects that keep what their constructor is given for their own use: in private fields that their type never releases and never
/// hands out. Such an object is no owner. Whoever drops it has dropped what it keeps.
/// </summary>
internal sealed class KeepingObjects
{
    private readonly TypeOwnerships _types;

    public KeepingObjects(TypeOwnerships types) => _types = types;

    /// <param name="parameter">Of the constructor.</param>
    /// <param name="given">What became of its resource in the constructor's flow.</param>
    /// <param name="cancellationToken">Ends the look early.</param>
    public bool Keep(IParameterSymbol parameter, Obligation given, CancellationToken cancellationToken)
        => parameter.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Constructor, ContainingType: { } type }
            && given.Releases.Count == 0
            && given.Escapes.Count > 0
            && given.Escapes.All(escape => escape is { Kind: EscapeKind.Member, Alias: AliasKind.Owner or AliasKind.View, Member: IFieldSymbol { IsStatic: false, DeclaredAccessibility: Accessibility.Private } member }
                && SymbolEqualityComparer.Default.Equals(member.ContainingType.OriginalDefinition, type.OriginalDefinition)
                && _types.Of(type, member, cancellationToken) is { Releases.Count: 0, HandOvers.Count: 0, Mentions.Count: 0 });
}
