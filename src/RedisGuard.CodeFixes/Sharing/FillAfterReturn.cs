using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.CodeFixes.Closing;
using RedisGuard.CodeFixes.Racing;

namespace RedisGuard.CodeFixes.Sharing;

/// <summary>
/// A fill that stands behind the way out: <c>if (s_m != null) { return s_m; } s_m = Connect(); return s_m;</c>, or the same with a
/// dictionary's entry that a local takes first. A lock around the fill goes with it.
/// </summary>
/// <param name="Field">The place that is filled.</param>
/// <param name="Read">Where the last statement reads the connection.</param>
/// <param name="Gone">The statements that keep the place.</param>
/// <param name="IsEntry">Whether the place is a dictionary's entry.</param>
internal sealed record FillAfterReturn(PrivateField Field, ExpressionSyntax Read, IReadOnlyList<StatementSyntax> Gone, bool IsEntry)
{
    public static FillAfterReturn? Of(ExpressionSyntax opening, FixContext context)
        => (opening.Parent, opening.FirstAncestorOrSelf<StatementSyntax>()) switch
        {
            (AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } assignment, ExpressionStatementSyntax statement) when assignment.Parent == statement =>
                OfField(assignment, statement, context),
            (EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax variable }, LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0, Declaration.Variables.Count: 1, Parent: BlockSyntax block } statement) =>
                OfEntry(variable, statement, block, context),
            _ => null,
        };

    private static FillAfterReturn? OfField(AssignmentExpressionSyntax assignment, StatementSyntax statement, FixContext context)
    {
        if (PrivateField.Of(context.SymbolOf(assignment.Left), context) is not { } field
            || GuardedFill.Outermost(statement, field) is not { Parent: BlockSyntax block } fill)
        {
            return null;
        }

        int index = block.Statements.IndexOf(fill);
        if (block.Statements.ElementAtOrDefault(index + 1) is not ReturnStatementSyntax { Expression: { } returned } last)
        {
            return null;
        }

        // s_m?.Dispose(); of one that was lost stands in between.
        int first = index - 1;
        while (first >= 0 && field.Uses.Any(use => block.Statements[first].Span.Contains(use.Span) && ClosingCall.On(use) is { } closing && ClosingCall.StatementOf(closing) == block.Statements[first]))
        {
            first--;
        }

        if (first < 0 || WayOut(block.Statements[first]) is not { } wayOut || !AreAlike(wayOut.Returned, returned)
            || field.Uses.Where(use => wayOut.Test.Condition.Span.Contains(use.Span)).ToArray() is not { Length: > 0 }
            || wayOut.Test.Condition.DescendantNodes().OfType<InvocationExpressionSyntax>().Any())
        {
            return null;
        }

        ExpressionSyntax[] reads = [.. field.Uses.Where(use => last.Span.Contains(use.Span))];
        return reads is [{ } read] && field.Uses.All(use => use.SpanStart >= block.Statements[first].SpanStart && use.Span.End <= last.Span.End)
            ? new FillAfterReturn(field, read.Parent is PostfixUnaryExpressionSyntax forgiven ? forgiven : read, [.. block.Statements.Skip(first).Take(index - first + 1)], IsEntry: false)
            : null;
    }

    // if (s_all.TryGetValue(key, out var found)) { return found; } var made = Connect(key); s_all.TryAdd(key, made); return made;
    private static FillAfterReturn? OfEntry(VariableDeclaratorSyntax made, StatementSyntax declaration, BlockSyntax block, FixContext context)
    {
        int index = block.Statements.IndexOf(declaration);
        if (index == 0
            || WayOut(block.Statements[index - 1]) is not { } wayOut
            || wayOut.Test.Condition is not InvocationExpressionSyntax
            {
                Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "TryGetValue", Expression: var dictionary },
                ArgumentList.Arguments: [_, { Expression: DeclarationExpressionSyntax { Designation: SingleVariableDesignationSyntax found } }],
            }
            || PrivateField.Of(context.SymbolOf(dictionary), context) is not { } field
            || block.Statements.ElementAtOrDefault(index + 1) is not ExpressionStatementSyntax store
            || !field.Uses.Any(use => store.Span.Contains(use.Span))
            || block.Statements.ElementAtOrDefault(index + 2) is not ReturnStatementSyntax { Expression: { } returned } last
            || !field.Uses.All(use => wayOut.Test.Span.Contains(use.Span) || store.Span.Contains(use.Span)))
        {
            return null;
        }

        IdentifierNameSyntax[] uses = [.. block.DescendantNodes().OfType<IdentifierNameSyntax>().Where(use => use.Identifier.ValueText == made.Identifier.ValueText)];
        IdentifierNameSyntax[] reads = [.. uses.Where(use => last.Span.Contains(use.Span))];
        bool isStored = uses.Length == 2 && uses.Any(use => store.Span.Contains(use.Span));
        return reads is [{ } read] && isStored && AreAlike(wayOut.Returned, returned.ReplaceNode(read, SyntaxFactory.IdentifierName(found.Identifier.ValueText)))
            ? new FillAfterReturn(field, read, [wayOut.Test, declaration, store], IsEntry: true)
            : null;
    }

    private static (IfStatementSyntax Test, ExpressionSyntax Returned)? WayOut(StatementSyntax statement) => statement switch
    {
        IfStatementSyntax { Else: null, Statement: ReturnStatementSyntax { Expression: { } returned } } test => (test, returned),
        IfStatementSyntax { Else: null, Statement: BlockSyntax { Statements: [ReturnStatementSyntax { Expression: { } returned }] } } test => (test, returned),
        _ => null,
    };

    private static bool AreAlike(ExpressionSyntax one, ExpressionSyntax other) => string.Equals(Text(one), Text(other), StringComparison.Ordinal);

    private static string Text(ExpressionSyntax expression) => expression.WithoutTrivia().NormalizeWhitespace().ToString().Replace("!", string.Empty);
}
