using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.CodeFixes.Closing;

namespace RedisGuard.CodeFixes.Sharing;

/// <summary>
/// A private field or property in which a type keeps connections that it opens: all places that fill it, and all that close it.
/// Nothing but its own type, which stands in one piece, can reach it.
/// </summary>
internal sealed class OwnedMember
{
    private OwnedMember(TypeSyntax? declaredType, List<Acquisition> openings, ClosingCalls closings)
    {
        DeclaredType = declaredType;
        Openings = openings;
        Closings = closings;
    }

    /// <summary>The type as the declaration writes it; null where it declares others with it.</summary>
    public TypeSyntax? DeclaredType { get; }

    /// <summary>Everything that fills it.</summary>
    public IReadOnlyList<Acquisition> Openings { get; }

    public ClosingCalls Closings { get; }

    /// <summary>The account of a member; null where somebody else may reach it, or it holds what it was given.</summary>
    public static OwnedMember? Of(ISymbol member, FixContext context)
    {
        if (member.DeclaredAccessibility != Accessibility.Private
            || member.ContainingType.DeclaringSyntaxReferences is not [{ } declared]
            || declared.SyntaxTree != context.Root.SyntaxTree
            || Declaration(member, context) is not { } declaration)
        {
            return null;
        }

        SyntaxNode type = declared.GetSyntax(context.CancellationToken);
        var openings = new List<Acquisition>();
        var handover = new Handover(context);
        bool isOwned = declaration.Value is null || TryAdd(declaration.Value, openings, context);
        foreach (ExpressionSyntax use in UsesOf(member, type, context))
        {
            isOwned &= use.Parent switch
            {
                AssignmentExpressionSyntax assignment when assignment.Left == use => TryAdd(assignment.Right, openings, context),
                ArgumentSyntax { RefKindKeyword.RawKind: not 0 } => false,
                MemberAccessExpressionSyntax => !handover.AttachesHandler(use),
                ArgumentSyntax { Parent: TupleExpressionSyntax { Parent: AssignmentExpressionSyntax } } => false,
                _ => true,
            };
        }

        var closings = ClosingCalls.Find(member, type, context.Model, context.CancellationToken);
        return isOwned && !closings.HasInseparable ? new OwnedMember(declaration.Type, openings, closings) : null;
    }

    private static bool TryAdd(ExpressionSyntax value, List<Acquisition> openings, FixContext context)
    {
        if (value.IsKind(SyntaxKind.NullLiteralExpression) || value is PostfixUnaryExpressionSyntax { Operand.RawKind: (int)SyntaxKind.NullLiteralExpression })
        {
            return true;
        }

        Acquisition? opening = value.DescendantNodesAndSelf(node => node is not AnonymousFunctionExpressionSyntax).OfType<InvocationExpressionSyntax>()
            .Select(call => Acquisition.Find(call, context.Model, context.CancellationToken))
            .FirstOrDefault(found => found is { Method.ContainingType.Name: "ConnectionMultiplexer" } && ClosingCall.WithoutCasts(found.Value) == value);
        if (opening is not null)
        {
            openings.Add(opening);
        }

        return opening is not null;
    }

    private static IEnumerable<ExpressionSyntax> UsesOf(ISymbol member, SyntaxNode type, FixContext context) => type.DescendantNodes()
        .OfType<IdentifierNameSyntax>()
        .Where(use => use.Identifier.ValueText == member.Name && SymbolEqualityComparer.Default.Equals(context.SymbolOf(use), member))
        .Select(ClosingCall.WithInstance);

    private static (TypeSyntax? Type, ExpressionSyntax? Value)? Declaration(ISymbol member, FixContext context) =>
        member.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(context.CancellationToken) switch
        {
            VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Variables.Count: var count, Type: var type } } field => (count == 1 ? type : null, field.Initializer?.Value),
            PropertyDeclarationSyntax property => (property.Type, property.Initializer?.Value),
            _ => null,
        };
}
