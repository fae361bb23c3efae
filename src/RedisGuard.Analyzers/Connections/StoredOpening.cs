using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Context;
using RedisGuard.Analyzers.Dataflow;
using RedisGuard.Analyzers.Ownership.Members;

namespace RedisGuard.Analyzers.Connections;

/// <summary>Place in which the type that opens a connection keeps it.</summary>
internal static class StoredOpening
{
    /// <summary>
    /// The field or property of the opening's own type, or a static one of this program, that keeps the connection, a view of it,
    /// or the <c>Lazy</c> that opens it; null where it is kept elsewhere or not at all.
    /// </summary>
    public static ISymbol? MemberOf(Opening opening)
    {
        ISymbol? member = FromEscapes(opening) ?? FromInitializer(opening.Operation) ?? FromLazy(opening.Operation);
        return member is not null && KeepsWhatItIsGiven(KeptMember.Of(member)) && (IsOwn(member, opening) || IsEverybodys(member, opening)) ? KeptMember.Of(member) : null;
    }

    /// <summary>All members of the type through which the connection can be reached: the connection's own, and a database's beside it.</summary>
    public static IEnumerable<ISymbol> MembersOf(Opening opening, ISymbol first)
        => opening.Obligation.Escapes
            .Where(escape => escape is { Kind: EscapeKind.Member, Member: not null })
            .Select(escape => escape.Member!)
            .Append(first);

    /// <summary>Whether only a database of the connection is kept, and the connection itself was dropped.</summary>
    public static bool KeepsViewOnly(Opening opening)
        => opening.Obligation.Escapes.Any(escape => escape is { Kind: EscapeKind.Member, Alias: AliasKind.View or AliasKind.Keeper })
            && !opening.Obligation.Escapes.Any(escape => escape is { Kind: EscapeKind.Member, Alias: not (AliasKind.View or AliasKind.Keeper) });

    private static ISymbol? FromEscapes(Opening opening)
        => KeepsViewOnly(opening) && IsHandedOn(opening)
            ? null
            : opening.Obligation.Escapes
                .Where(escape => escape.Kind == EscapeKind.Member)
                .OrderBy(escape => escape.Alias)
                .Select(escape => escape.Member)
                .FirstOrDefault(member => member is not null);

    /// <summary><c>_disposables.Add(connection); _database = connection.GetDatabase();</c>: whoever got the connection closes it.</summary>
    private static bool IsHandedOn(Opening opening)
        => opening.Obligation.Escapes.Any(escape => escape is { Kind: EscapeKind.Argument or EscapeKind.Container, Alias: AliasKind.Owner });

    /// <summary>A field or property initialiser is no assignment to the flow. A function in it opens nothing until somebody runs it.</summary>
    private static ISymbol? FromInitializer(IOperation operation)
    {
        for (IOperation? current = operation; current is not null; current = current.Parent)
        {
            switch (current)
            {
                case IAnonymousFunctionOperation or IMethodReferenceOperation:
                    return null;
                case IFieldInitializerOperation { InitializedFields: { Length: > 0 } fields }:
                    return fields[0];
                case IPropertyInitializerOperation { InitializedProperties: { Length: > 0 } properties }:
                    return properties[0];
            }
        }

        return null;
    }

    private static ISymbol? FromLazy(IOperation operation)
    {
        IOperation? current = operation.Parent;
        while (current is not null and not IObjectCreationOperation)
        {
            current = current.Parent;
        }

        if (current is not IObjectCreationOperation { Type.Name: "Lazy" } lazy)
        {
            return null;
        }

        IOperation? use = lazy.Parent;
        while (use is IConversionOperation)
        {
            use = use.Parent;
        }

        return use switch
        {
            ISimpleAssignmentOperation { Target: IMemberReferenceOperation target } => target.Member,
            IFieldInitializerOperation { InitializedFields: { Length: > 0 } fields } => fields[0],
            IPropertyInitializerOperation { InitializedProperties: { Length: > 0 } properties } => properties[0],
            _ => null,
        };
    }

    /// <summary>A field or an auto-property does; an indexer, or a setter with a body, may do anything.</summary>
    private static bool KeepsWhatItIsGiven(ISymbol member)
        => member is IFieldSymbol
            || (member is IPropertySymbol property
                && property.ContainingType.GetMembers().OfType<IFieldSymbol>().Any(field => SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property)));

    /// <summary>A static place of another type. Code that runs once fills it for the life of the process.</summary>
    private static bool IsEverybodys(ISymbol member, Opening opening)
        => member is { IsStatic: true, DeclaringSyntaxReferences.IsEmpty: false }
            && (opening.Context.OutsideLoop ?? opening.Context.Frequency) is not (OpeningFrequency.Once or OpeningFrequency.ProcessLife);

    private static bool IsOwn(ISymbol member, Opening opening)
    {
        for (INamedTypeSymbol? type = opening.Member.ContainingType; type is not null; type = type.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, member.ContainingType?.OriginalDefinition))
            {
                return true;
            }
        }

        return false;
    }
}
