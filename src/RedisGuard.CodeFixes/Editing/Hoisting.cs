using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RedisGuard.CodeFixes.Editing;

/// <summary>
/// Takes a statement's body out of it: what a <c>using</c> or <c>try</c> that has lost its purpose leaves behind. Where a name
/// declared in the body would meet the same name outside, the body keeps its braces.
/// </summary>
internal static class Hoisting
{
    /// <param name="root">The file.</param>
    /// <param name="outer">The statement that goes.</param>
    /// <param name="declaration">What its head declared and the body still needs, without trivia.</param>
    /// <param name="body">The body that stays.</param>
    public static SyntaxNode Hoist(SyntaxNode root, StatementSyntax outer, StatementSyntax? declaration, StatementSyntax body)
    {
        SyntaxTrivia lineEnd = Layout.LineEnd(root);
        string indentation = Layout.IndentationOf(outer);
        if (outer.Parent is BlockSyntax && IsInLine(outer) && NamesAreFree(outer, declaration, body))
        {
            return root.ReplaceNode(outer, InLine(outer, declaration, body));
        }

        if (outer.Parent is not (BlockSyntax or SwitchSectionSyntax or GlobalStatementSyntax)
            || HasDirectives(outer, body)
            || !NamesAreFree(outer, declaration, body))
        {
            return root.ReplaceNode(outer, InBraces(outer, declaration, body, indentation, lineEnd));
        }

        List<StatementSyntax> statements = Statements(outer, declaration, body, indentation, lineEnd);
        SyntaxNode tracked = root;
        if (body is BlockSyntax block)
        {
            // Comments after the last statement belong to what follows now.
            SyntaxTrivia[] left =
            [
                .. Layout.CommentLines(block.CloseBraceToken.LeadingTrivia, indentation, lineEnd),
                .. Layout.CommentLines(block.CloseBraceToken.TrailingTrivia, indentation, lineEnd),
            ];
            if (left.Length > 0)
            {
                var mark = new SyntaxAnnotation();
                tracked = root.ReplaceNode(outer, outer.WithAdditionalAnnotations(mark));
                SyntaxToken next = tracked.GetAnnotatedNodes(mark).Single().GetLastToken().GetNextToken(includeZeroWidth: true);
                tracked = tracked.ReplaceToken(next, next.WithLeadingTrivia(left.Concat(next.LeadingTrivia)));
                outer = (StatementSyntax)tracked.GetAnnotatedNodes(mark).Single();
            }
        }

        return outer.Parent is GlobalStatementSyntax global
            ? tracked.ReplaceNode(global, statements.Select(SyntaxFactory.GlobalStatement))
            : tracked.ReplaceNode(outer, statements);
    }

    // { using (var m = …) { Use(m); } }
    private static bool IsInLine(StatementSyntax outer) => !Layout.StartsLine(outer.GetFirstToken())
        && !outer.DescendantTrivia().Any(trivia => trivia.IsComment() || trivia.IsDirective || (trivia.IsEndOfLine() && trivia.SpanStart < outer.Span.End));

    private static List<StatementSyntax> InLine(StatementSyntax outer, StatementSyntax? declaration, StatementSyntax body)
    {
        IEnumerable<StatementSyntax> all = body is BlockSyntax block ? block.Statements : [body];
        List<StatementSyntax> statements = [.. (declaration is null ? all : all.Prepend(declaration)).Select(statement => statement.WithLeadingTrivia().WithTrailingTrivia(SyntaxFactory.Space))];
        if (statements.Count > 0)
        {
            statements[statements.Count - 1] = statements[statements.Count - 1].WithTrailingTrivia(outer.GetTrailingTrivia());
        }

        return statements;
    }

    private static List<StatementSyntax> Statements(
        StatementSyntax outer, StatementSyntax? declaration, StatementSyntax body, string indentation, SyntaxTrivia lineEnd)
    {
        var statements = new List<StatementSyntax>();
        List<SyntaxTrivia> comments = HeadComments(outer, body);
        if (declaration is not null)
        {
            // The first comment shares the declaration's line, as it shared the head's.
            IEnumerable<SyntaxTrivia> sameLine = comments.Take(1).SelectMany(comment => new[] { SyntaxFactory.Space, comment });
            statements.Add(declaration.WithLeadingTrivia(outer.GetLeadingTrivia()).WithTrailingTrivia(sameLine.Append(lineEnd)));
            comments = comments.Skip(1).ToList();
        }

        IEnumerable<StatementSyntax> inner = body is BlockSyntax block ? block.Statements : new[] { body };
        foreach (StatementSyntax statement in inner)
        {
            statements.Add(Placed(statement, indentation, lineEnd));
        }

        int first = declaration is null ? 0 : 1;
        if (statements.Count > first)
        {
            IEnumerable<SyntaxTrivia> leading =
                Layout.CommentLines(comments, indentation, lineEnd).Concat(statements[first].GetLeadingTrivia());
            if (declaration is null)
            {
                SyntaxTrivia[] kept = [.. Layout.UpToLastKept(outer.GetLeadingTrivia(), lineEnd)];
                IEnumerable<SyntaxTrivia> blankLine = kept.Length == 0 && outer.GetLeadingTrivia().BeginsWithBlankLine() ? [lineEnd] : [];
                leading = blankLine.Concat(kept).Concat(leading);
            }

            statements[first] = statements[first].WithLeadingTrivia(leading);
        }

        return statements;
    }

    private static StatementSyntax Placed(StatementSyntax statement, string indentation, SyntaxTrivia lineEnd)
    {
        StatementSyntax placed = Layout.StartsLine(statement.GetFirstToken())
            ? Indentation.Change(statement, Layout.IndentationOf(statement), indentation)
            : statement.WithLeadingTrivia(SyntaxFactory.Whitespace(indentation));
        return placed.WithLineEnd(lineEnd);
    }

    private static BlockSyntax InBraces(
        StatementSyntax outer, StatementSyntax? declaration, StatementSyntax body, string indentation, SyntaxTrivia lineEnd)
    {
        if (body is not BlockSyntax block)
        {
            string inside = indentation + Indentation.Step(indentation, Layout.IndentationOf(body));
            block = SyntaxFactory.Block(
                SyntaxFactory.Token(SyntaxKind.OpenBraceToken).WithTrailingTrivia(lineEnd),
                SyntaxFactory.SingletonList(Placed(body, inside, lineEnd)),
                SyntaxFactory.Token(SyntaxKind.CloseBraceToken)
                    .WithLeadingTrivia(SyntaxFactory.Whitespace(indentation)).WithTrailingTrivia(lineEnd));
        }

        IEnumerable<SyntaxTrivia> opening = Layout.UpToLastKept(block.OpenBraceToken.LeadingTrivia, lineEnd);
        block = block.WithOpenBraceToken(
            block.OpenBraceToken.WithLeadingTrivia(outer.GetLeadingTrivia().Concat(opening)));
        if (declaration is null)
        {
            return block;
        }

        string depth = block.Statements.Count > 0 && Layout.StartsLine(block.Statements[0].GetFirstToken())
            ? Layout.IndentationOf(block.Statements[0])
            : indentation + "    ";
        IEnumerable<SyntaxTrivia> comment = HeadTrivia(outer, body).Where(Layout.IsComment).Take(1)
            .SelectMany(c => new[] { SyntaxFactory.Space, c });
        StatementSyntax first = declaration
            .WithLeadingTrivia(SyntaxFactory.Whitespace(depth))
            .WithTrailingTrivia(comment.Append(lineEnd));
        return block
            .WithOpenBraceToken(block.OpenBraceToken.WithLineEnd(lineEnd))
            .WithStatements(block.Statements.Insert(0, first));
    }

    // What stands between the head of the statement and its first inner statement.
    private static List<SyntaxTrivia> HeadComments(StatementSyntax outer, StatementSyntax body)
    {
        IEnumerable<SyntaxTrivia> head = HeadTrivia(outer, body);
        if (body is BlockSyntax block)
        {
            head = head.Concat(block.OpenBraceToken.LeadingTrivia).Concat(block.OpenBraceToken.TrailingTrivia);
        }

        return head.Where(Layout.IsComment).ToList();
    }

    private static SyntaxTriviaList HeadTrivia(StatementSyntax outer, StatementSyntax body) =>
        body.GetFirstToken().GetPreviousToken() is var last && outer.Span.Contains(last.Span) ? last.TrailingTrivia : default;

    private static bool HasDirectives(StatementSyntax outer, StatementSyntax body)
    {
        IEnumerable<SyntaxTrivia> edges = HeadTrivia(outer, body);
        if (body is BlockSyntax block)
        {
            edges = edges.Concat(block.OpenBraceToken.LeadingTrivia)
                .Concat(block.OpenBraceToken.TrailingTrivia)
                .Concat(block.CloseBraceToken.LeadingTrivia);
        }

        return edges.Any(trivia => trivia.IsDirective || trivia.IsKind(SyntaxKind.DisabledTextTrivia));
    }

    private static bool NamesAreFree(StatementSyntax outer, StatementSyntax? declaration, StatementSyntax body)
    {
        var names = new HashSet<string>(DeclaredNames(body), StringComparer.Ordinal);
        if (declaration is not null)
        {
            names.UnionWith(DeclaredNames(declaration));
        }

        SyntaxNode container = outer.Parent switch
        {
            SwitchSectionSyntax section => section.Parent!,
            GlobalStatementSyntax global => global.Parent!,
            _ => outer.Parent!,
        };
        return !container.DescendantTokens(node => node != outer)
            .Any(token => token.IsKind(SyntaxKind.IdentifierToken) && names.Contains(token.ValueText) && !IsMemberName(token));
    }

    private static bool IsMemberName(SyntaxToken token) =>
        token.Parent is SimpleNameSyntax { Parent: MemberAccessExpressionSyntax access } name && access.Name == name;

    private static IEnumerable<string> DeclaredNames(StatementSyntax statement) =>
        statement.DescendantNodesAndSelf(node => node == statement || !OpensScope(node)).Select(node => node switch
        {
            VariableDeclaratorSyntax variable => variable.Identifier.ValueText,
            SingleVariableDesignationSyntax designation => designation.Identifier.ValueText,
            LocalFunctionStatementSyntax function => function.Identifier.ValueText,
            LabeledStatementSyntax label => label.Identifier.ValueText,
            _ => string.Empty,
        }).Where(name => name.Length > 0);

    private static bool OpensScope(SyntaxNode node) =>
        node is BlockSyntax or AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or CommonForEachStatementSyntax
            or ForStatementSyntax or UsingStatementSyntax or FixedStatementSyntax or SwitchStatementSyntax;
}
