using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Dataflow;
using RedisGuard.Analyzers.Ownership.Members;
using RedisGuard.Analyzers.Reading;
using RedisGuard.Analyzers.Values;

namespace RedisGuard.Analyzers.Connections;

/// <summary>
/// An opening whose connection goes into a collection that a type keeps in a private field: <c>_all[host] = Connect(host)</c>,
/// <c>_all.Add(Connect(host))</c>, <c>_all = hosts.Select(host =&gt; Connect(host)).ToArray()</c>.
/// </summary>
internal static class CollectedOpening
{
    /// <summary>The collection that a type which can be disposed forgets, as an owner; null where somebody may look after it.</summary>
    public static Owner? Forgotten(Opening opening)
        => !opening.Context.IsTest
            && opening.Member.ContainingType is { TypeKind: TypeKind.Class or TypeKind.Struct } type
            && FieldOf(opening) is { IsStatic: false, DeclaredAccessibility: Accessibility.Private } field
            && SymbolEqualityComparer.Default.Equals(field.ContainingType.OriginalDefinition, type.OriginalDefinition)
            && DisposalMembers.AreOf(type)
            && opening.Types.Of(type, field, default) is { Releases.Count: 0, Mentions.Count: 0 } account
            && account.HandOvers.All(handOver => IsOfView(handOver, opening))
                ? new Owner(type, field, Closes: false, IsDisposable: true)
                : null;

    /// <summary><c>work(taken.GetDatabase())</c>: who gets a database has no connection to close.</summary>
    private static bool IsOfView(MemberUse handOver, Opening opening)
        => handOver.Operation is IArgumentOperation { Value: { } given } && opening.Symbols.Connections.IsView(given.Unwrapped().Type);

    /// <summary>The field whose collection gets the connection; null where another place does.</summary>
    public static IFieldSymbol? FieldOf(Opening opening)
    {
        if (opening.Operation.SemanticModel is not { } model)
        {
            return null;
        }

        Escape[] escapes = opening.Obligation.Escapes.Where(escape => escape.Alias is not (AliasKind.View or AliasKind.Pending)).ToArray();
        return escapes is not [{ Alias: AliasKind.Owner or AliasKind.Task or AliasKind.Collection }] ? null
            : escapes is [{ Kind: EscapeKind.Return }] && opening.Operation.Syntax.Ancestors().Any(node => node is AnonymousFunctionExpressionSyntax) ? FieldOfQuery(opening.Operation)
            : escapes is [{ Syntax: { } place }] && CollectionAt(place) is { } collection ? model.GetSymbolInfo(collection).Symbol as IFieldSymbol
            : null;
    }

    private static ExpressionSyntax? CollectionAt(SyntaxNode place)
        => place switch
        {
            AssignmentExpressionSyntax { Left: ElementAccessExpressionSyntax entry } => entry.Expression,
            ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Add" or "TryAdd" or "Enqueue" or "Push" or "Insert" or "AddLast" or "AddFirst" } access } } => access.Expression,
            _ => null,
        };

    /// <summary>The field that a query over what the lambda opens fills.</summary>
    private static IFieldSymbol? FieldOfQuery(IOperation operation)
    {
        IOperation? current = operation;
        while (current is not null and not IAnonymousFunctionOperation)
        {
            current = current.Parent;
        }

        if ((current as IAnonymousFunctionOperation)?.DelegateUse() is not IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { Name: "Select" or "ConvertAll" or "ToDictionary" or "ToImmutableDictionary" or "ToFrozenDictionary" } method } query } || !TaskMembers.IsOfCollections(method))
        {
            return null;
        }

        current = query;
        while (current.Parent is IConversionOperation or IArgumentOperation or IInvocationOperation)
        {
            current = current.Parent;
        }

        return current.Parent switch
        {
            ISimpleAssignmentOperation { Target: IFieldReferenceOperation { Instance: IInstanceReferenceOperation } target } => target.Field,
            IFieldInitializerOperation { InitializedFields: [{ } field] } => field,
            _ => null,
        };
    }
}
