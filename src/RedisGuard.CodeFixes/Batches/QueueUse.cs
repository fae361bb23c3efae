using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.CodeFixes.Editing;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace RedisGuard.CodeFixes.Batches;

/// <summary>Finds where a function uses a batch or transaction that a local holds, and how the pieces of a fix are written.</summary>
internal static class QueueUse
{
    public static bool IsBatch(ITypeSymbol? type) =>
        type is { TypeKind: TypeKind.Interface, Name: "IBatch" or "ITransaction" or "ITransactionAsync", ContainingNamespace: { Name: "Redis", ContainingNamespace.Name: "StackExchange" } };

    public static bool Mentions(SyntaxNode node, ISymbol local, SemanticModel model, CancellationToken cancellationToken) =>
        node.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(name =>
            name.Identifier.ValueText == local.Name && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name, cancellationToken).Symbol, local));

    /// <summary>The waits in a statement for a command that is queued right there.</summary>
    public static IReadOnlyList<AwaitExpressionSyntax> DirectWaits(SyntaxNode node, ISymbol local, SemanticModel model, CancellationToken cancellationToken) =>
    [
        .. node.DescendantNodesAndSelf().OfType<AwaitExpressionSyntax>().Where(wait => Mentions(wait.Expression, local, model, cancellationToken)),
    ];

    /// <summary>A name for the task of a command, free in the member around; null where all are taken.</summary>
    public static string? NameFor(SyntaxNode place) => FreeName.Around(place, "queued", "queuedCommand", "pending", "pendingCommand");

    /// <summary><c>var queued = batch.StringGetAsync(key);</c></summary>
    public static StatementSyntax Capture(string name, ExpressionSyntax command) => LocalDeclarationStatement(VariableDeclaration(
        IdentifierName("var").WithTrailingTrivia(Space),
        SingletonSeparatedList(VariableDeclarator(
            Identifier(name).WithTrailingTrivia(Space),
            argumentList: null,
            EqualsValueClause(Token(SyntaxKind.EqualsToken).WithTrailingTrivia(Space), command.WithoutLeadingTrivia().WithoutTrailingTrivia())))));

    /// <summary>The statement on a line of its own, as far in as another.</summary>
    public static StatementSyntax OnLineLike(this StatementSyntax statement, StatementSyntax other, SyntaxTrivia lineEnd) =>
        statement.WithLeadingTrivia(Whitespace(Layout.IndentationOf(other))).WithTrailingTrivia(lineEnd);
}
