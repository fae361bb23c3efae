using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RedisGuard.CodeFixes.Editing;

/// <summary>
/// Removes a statement, and what it leaves empty: a null test around it, a <c>finally</c>, an <c>else</c>. What is said of the statement
/// goes with it: on its line, and right above it unless another statement follows at once. All other comments stay.
/// </summary>
internal static class StatementRemoval
{
    public static void Remove(TrackedEdit edit, StatementSyntax statement)
    {
        if (statement.Parent is not (BlockSyntax or SwitchSectionSyntax or GlobalStatementSyntax))
        {
            RemoveWithOwner(edit, statement);
            return;
        }

        Drop(edit, statement);
        if (statement.Parent is BlockSyntax block && edit.Current(block) is { Statements.Count: 0 })
        {
            RemoveWithOwner(edit, block);
        }
    }

    /// <summary>Removes a statement with the remark right above it, which is about it.</summary>
    public static void RemoveWithRemarks(TrackedEdit edit, StatementSyntax statement)
    {
        edit.Replace(statement, current => current.WithLeadingTrivia(Layout.WithoutRemark(current.GetLeadingTrivia())));
        Remove(edit, statement);
    }

    /// <summary>Whether the statement's removal would leave a test behind that has nothing to decide any more.</summary>
    public static bool LeavesTestBehind(StatementSyntax statement, string local)
    {
        StatementSyntax body = statement;
        if (statement.Parent is BlockSyntax block)
        {
            if (block.Statements.Count > 1)
            {
                return false;
            }

            body = block;
        }

        return body.Parent is IfStatementSyntax test && test.Statement == body && (test.Else is not null || !TestsOnly(test.Condition, local));
    }

    private static bool TestsOnly(ExpressionSyntax condition, string local) =>
        !condition.DescendantNodesAndSelf().OfType<InvocationExpressionSyntax>().Any()
        && condition.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().All(name =>
            name.Identifier.ValueText == local
            || (name.Parent is MemberAccessExpressionSyntax access && access.Name == name)
            || name.Parent is MemberBindingExpressionSyntax);

    // The body of something is empty now, or was this one statement.
    private static void RemoveWithOwner(TrackedEdit edit, StatementSyntax body)
    {
        switch (body.Parent)
        {
            case IfStatementSyntax test when test.Statement == body && test.Else is null:
                Remove(edit, test);
                break;
            case ElseClauseSyntax { Parent: IfStatementSyntax owner } orElse:
                SyntaxTrivia lineEnd = Layout.LineEnd(edit.Root);
                CarryComments(edit, owner, edit.Current(orElse)!);
                edit.Replace(owner, current => current.WithElse(null).WithLineEnd(lineEnd));
                break;
            case FinallyClauseSyntax { Parent: TryStatementSyntax owner } last:
                RemoveFinally(edit, owner, last);
                break;
            default:
                if (body is not BlockSyntax)
                {
                    edit.Replace(body, current => SyntaxFactory.Block().WithTriviaFrom(current));
                }

                break;
        }
    }

    private static void RemoveFinally(TrackedEdit edit, TryStatementSyntax owner, FinallyClauseSyntax last)
    {
        CarryComments(edit, owner, edit.Current(last)!);
        TryStatementSyntax current = edit.Current(owner)!;
        edit.Root = !current.Catches.All(OnlyRethrows)
            ? edit.Root.ReplaceNode(current, current.WithFinally(null))
            : Hoisting.Hoist(edit.Root, current, declaration: null, current.Block);
    }

    // With the finally gone, it would catch for nothing.
    private static bool OnlyRethrows(CatchClauseSyntax caught) =>
        caught is { Filter: null, Block.Statements: [ThrowStatementSyntax { Expression: null }] } && !caught.DescendantTrivia().Any(Layout.IsComment);

    private static void CarryComments(TrackedEdit edit, StatementSyntax owner, SyntaxNode from)
    {
        SyntaxTrivia[] comments = Layout
            .CommentLines(from.DescendantTrivia(), Layout.IndentationOf(edit.Current(owner)!), Layout.LineEnd(edit.Root))
            .ToArray();
        PrependToNext(edit, owner, comments);
    }

    private static void Drop(TrackedEdit edit, StatementSyntax statement)
    {
        SyntaxTrivia lineEnd = Layout.LineEnd(edit.Root);
        StatementSyntax current = edit.Current(statement)!;
        SyntaxToken next = current.GetLastToken().GetNextToken(includeZeroWidth: true);
        bool isLast = next.IsKind(SyntaxKind.CloseBraceToken) || next.IsKind(SyntaxKind.EndOfFileToken) || next.LeadingTrivia.BeginsWithBlankLine();
        SyntaxTriviaList leading = isLast ? Layout.WithoutRemark(current.GetLeadingTrivia()) : current.GetLeadingTrivia();
        var kept = Layout.UpToLastKept(leading, lineEnd).ToList();
        bool hadBlankLine = leading.BeginsWithBlankLine();
        if (kept.Count == 0 && hadBlankLine && !next.IsKind(SyntaxKind.CloseBraceToken) && !next.LeadingTrivia.BeginsWithBlankLine())
        {
            kept.Add(lineEnd);
        }

        bool wasFirst = statement.Parent is BlockSyntax && current.GetFirstToken().GetPreviousToken().IsKind(SyntaxKind.OpenBraceToken);
        PrependToNext(edit, statement, kept, trimBlankLine: wasFirst && kept.Count == 0);
        if (!Layout.StartsLine(edit.Current(statement)!.GetFirstToken()) && current.GetTrailingTrivia().Any(Layout.IsEndOfLine))
        {
            // What stands before it on its line ends the line now.
            SyntaxToken previous = edit.Current(statement)!.GetFirstToken().GetPreviousToken();
            edit.Root = edit.Root.ReplaceToken(previous, previous.WithTrailingTrivia(lineEnd));
        }

        SyntaxNode gone = edit.Current(statement)!;
        gone = gone.Parent is GlobalStatementSyntax global ? global : gone;
        edit.Root = edit.Root.RemoveNode(gone, SyntaxRemoveOptions.KeepNoTrivia)!;
    }

    private static void PrependToNext(
        TrackedEdit edit, StatementSyntax statement, IReadOnlyCollection<SyntaxTrivia> trivia, bool trimBlankLine = false)
    {
        SyntaxToken next = edit.Current(statement)!.GetLastToken().GetNextToken(includeZeroWidth: true);
        IEnumerable<SyntaxTrivia> leading = next.LeadingTrivia;
        if (trimBlankLine)
        {
            leading = leading.SkipWhile(Layout.IsEndOfLine);
        }

        edit.Root = edit.Root.ReplaceToken(next, next.WithLeadingTrivia(trivia.Concat(leading)));
    }
}
