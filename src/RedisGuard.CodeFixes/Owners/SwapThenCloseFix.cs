using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.Analyzers;
using RedisGuard.Analyzers.Rules;
using RedisGuard.CodeFixes.Editing;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace RedisGuard.CodeFixes.Owners;

/// <summary>
/// <c>_m = Connect(…);</c> becomes <c>var previous = Interlocked.Exchange(ref _m, Connect(…)); previous?.Dispose();</c>: nobody
/// finds the field closed or empty in between, and of two callers each closes what it took out.
/// </summary>
internal sealed class SwapThenCloseFix : SiteFix
{
    public SwapThenCloseFix()
        : base(Fixes.SwapThenClose, "Swap the new connection in, then close the old one", Descriptors.ReplacedWithoutClosing.Id)
    {
    }

    protected override bool Apply(TrackedEdit edit, SiteContext context)
    {
        if (Keeper.Of(context) is not { Member: IFieldSymbol { IsReadOnly: false, ContainingType.TypeKind: TypeKind.Class } field, Assignment: { Parent: ExpressionStatementSyntax statement } assignment }
            || !assignment.IsKind(SyntaxKind.SimpleAssignmentExpression)
            || field.Type is not INamedTypeSymbol { Name: "IConnectionMultiplexer" or "ConnectionMultiplexer" } type
            || statement.Parent is GlobalStatementSyntax or LabeledStatementSyntax
            || FreeName.Around(assignment, "previous", "previousConnection", "replaced", "replacedConnection") is not { } previous
            || Exchange(assignment, field, type, context) is not { } exchange)
        {
            return false;
        }

        SyntaxTrivia lineEnd = Layout.LineEnd(edit.Root);
        string indentation = Layout.IndentationOf(statement);
        LocalDeclarationStatementSyntax swap = LocalDeclarationStatement(VariableDeclaration(
            IdentifierName("var").WithTrailingTrivia(Space),
            SingletonSeparatedList(VariableDeclarator(
                Identifier(previous).WithTrailingTrivia(Space),
                argumentList: null,
                EqualsValueClause(Token(SyntaxKind.EqualsToken).WithTrailingTrivia(Space), exchange)))));
        StatementSyntax close = ParseStatement($"{previous}?.Dispose();");
        if (statement.Parent is BlockSyntax or SwitchSectionSyntax && Layout.StartsLine(statement.GetFirstToken()))
        {
            Insert(edit, statement,
            [
                swap.WithLeadingTrivia(statement.GetLeadingTrivia()).WithTrailingTrivia(statement.GetTrailingTrivia()).WithLineEnd(lineEnd),
                close.WithLeadingTrivia(Whitespace(indentation)).WithTrailingTrivia(lineEnd),
            ]);
        }
        else if (statement.Parent is BlockSyntax)
        {
            Insert(edit, statement, [swap.WithLeadingTrivia(statement.GetLeadingTrivia()).WithTrailingTrivia(Space), close.WithTrailingTrivia(statement.GetTrailingTrivia())]);
        }
        else
        {
            return TryPutInBraces(edit, statement, swap, close);
        }

        return true;
    }

    private static void Insert(TrackedEdit edit, StatementSyntax statement, IEnumerable<StatementSyntax> both) =>
        edit.Root = edit.Root.ReplaceNode(edit.Current(statement)!, both);

    // if (…) _m = Connect(); has room for one statement only.
    private static bool TryPutInBraces(TrackedEdit edit, StatementSyntax statement, StatementSyntax swap, StatementSyntax close)
    {
        if (statement.Parent is not StatementSyntax owner || !Layout.StartsLine(statement.GetFirstToken()) || statement.GetLeadingTrivia().IsWorthKeeping())
        {
            return false;
        }

        SyntaxTrivia lineEnd = Layout.LineEnd(edit.Root);
        string outside = Layout.IndentationOf(owner);
        SyntaxTrivia inside = Whitespace(Layout.IndentationOf(statement));
        edit.Replace(statement, current => Block(
            Token(SyntaxKind.OpenBraceToken).WithLeadingTrivia(Whitespace(outside)).WithTrailingTrivia(lineEnd),
            List<StatementSyntax>(
            [
                swap.WithLeadingTrivia(inside).WithTrailingTrivia(current.GetTrailingTrivia()),
                close.WithLeadingTrivia(inside).WithTrailingTrivia(lineEnd),
            ]),
            Token(SyntaxKind.CloseBraceToken).WithLeadingTrivia(Whitespace(outside)).WithTrailingTrivia(lineEnd)));
        return true;
    }

    private static InvocationExpressionSyntax? Exchange(AssignmentExpressionSyntax assignment, IFieldSymbol field, INamedTypeSymbol type, SiteContext context)
    {
        if (context.Model.Compilation.GetTypeByMetadataName("System.Threading.Interlocked") is not { } interlocked)
        {
            return null;
        }

        SimpleNameSyntax method = IdentifierName("Exchange");
        if (!SymbolEqualityComparer.Default.Equals(context.Model.GetTypeInfo(assignment.Right, context.CancellationToken).Type, type))
        {
            TypeSyntax written = context.TypeReference((INamedTypeSymbol)type.WithNullableAnnotation(NullableAnnotation.NotAnnotated));
            method = GenericName(
                Identifier("Exchange"),
                TypeArgumentList(SingletonSeparatedList(field.NullableAnnotation == NullableAnnotation.Annotated ? NullableType(written) : written)));
        }

        ArgumentSyntax place = Argument(nameColon: null, Token(SyntaxKind.RefKeyword).WithTrailingTrivia(Space), assignment.Left.WithoutTrivia());
        ArgumentSyntax fresh = Argument(assignment.Right.WithoutLeadingTrivia().WithoutTrailingTrivia());
        return InvocationExpression(
            MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, context.Receiver(interlocked), method),
            ArgumentList(SeparatedList([place, fresh], [Token(SyntaxKind.CommaToken).WithTrailingTrivia(Space)])));
    }
}
