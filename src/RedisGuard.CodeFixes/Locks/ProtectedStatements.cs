using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using RedisGuard.CodeFixes.Editing;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace RedisGuard.CodeFixes.Locks;

/// <summary>Puts the statements that run under a lock in a <c>try</c>, and the release in its <c>finally</c>.</summary>
internal static class ProtectedStatements
{
    /// <param name="edit">The file.</param>
    /// <param name="holder">The block, or the file of a program without a class.</param>
    /// <param name="after">The statement after which the lock is held; null where it is in the whole block.</param>
    /// <param name="releases">The statements that release it.</param>
    /// <returns>False where nothing is left that could be protected.</returns>
    public static bool Wrap(TrackedEdit edit, SyntaxNode holder, StatementSyntax? after, IReadOnlyList<StatementSyntax> releases)
    {
        var release = (ExpressionStatementSyntax)releases[0].WithoutLeadingTrivia().WithoutTrailingTrivia();
        SyntaxTriviaList remark = TakeRemark(edit, releases[0]);
        SyntaxTrivia[] above = TakeRemarkAbove(edit, releases[0]);
        foreach (StatementSyntax statement in releases)
        {
            StatementRemoval.Remove(edit, statement);
        }

        if ((holder is BlockSyntax block ? edit.Current(block) : edit.Root) is not { } current)
        {
            return false;
        }

        StatementSyntax[] rest = [.. StatementList.After(current, after is null ? null : edit.Current(after))];
        if (rest.Length == 0 || rest.All(statement => statement is LocalFunctionStatementSyntax or EmptyStatementSyntax))
        {
            return false;
        }

        SyntaxTrivia lineEnd = Layout.LineEnd(edit.Root);
        string outer = current is BlockSyntax ? Layout.IndentationOf(current) : string.Empty;
        string indentation = Layout.StartsLine(rest[0].GetFirstToken()) ? Layout.IndentationOf(rest[0]) : outer + Indentation.Step(outer, string.Empty);
        string inside = indentation + Indentation.Step(outer, indentation);
        FinallyClauseSyntax last = FinallyClause(Braces([release.WithLeadingTrivia(Layout.CommentLines(above, inside, lineEnd).Append(Whitespace(inside))).WithTrailingTrivia(remark.Add(lineEnd))], indentation, lineEnd))
            .WithFinallyKeyword(Token(SyntaxKind.FinallyKeyword).WithLeadingTrivia(Whitespace(indentation)).WithTrailingTrivia(lineEnd));
        StatementSyntax scope = rest is [TryStatementSyntax { Finally: null } attempt]
            ? attempt.WithLineEnd(lineEnd).WithCatches(WithoutMereRethrows(attempt.Catches)).WithFinally(last)
            : Try(rest, last, indentation, inside, lineEnd);
        IReadOnlyList<StatementSyntax> all = StatementList.Of(current);
        SyntaxNode changed = StatementList.With(current, all.Take(all.Count - rest.Length).Append(scope));
        if (current is BlockSyntax { Parent: StatementSyntax owner } && !Layout.StartsLine(owner.GetFirstToken()) && holder.FirstAncestorOrSelf<MemberDeclarationSyntax>() is { } member)
        {
            // All on one line, which is too much for it now: nobody's layout to keep.
            edit.Replace(member, whole => whole.WithAdditionalAnnotations(Formatter.Annotation));
            current = edit.Current((BlockSyntax)holder)!;
        }

        edit.Root = edit.Root.ReplaceNode(current, current is BlockSyntax open && !(Layout.StartsLine(open.OpenBraceToken) && Layout.StartsLine(rest[0].GetFirstToken())) ? Opened((BlockSyntax)changed, open, lineEnd) : changed);
        return true;
    }

    /// <summary>Takes what is said of the release on its own line, to go with it: <c>db.LockRelease(key, token); // done</c></summary>
    private static SyntaxTriviaList TakeRemark(TrackedEdit edit, StatementSyntax release)
    {
        SyntaxTriviaList trailing = release.GetTrailingTrivia();
        if (!trailing.Any(SyntaxKind.SingleLineCommentTrivia) && !trailing.Any(SyntaxKind.MultiLineCommentTrivia))
        {
            return default;
        }

        edit.Replace(release, current => current.WithTrailingTrivia(trailing.Where(Layout.IsEndOfLine)));
        return TriviaList(trailing.Where(trivia => !Layout.IsEndOfLine(trivia)));
    }

    /// <summary>The same of the lines right above it.</summary>
    private static SyntaxTrivia[] TakeRemarkAbove(TrackedEdit edit, StatementSyntax release)
    {
        SyntaxTriviaList leading = release.GetLeadingTrivia();
        SyntaxTriviaList left = Layout.WithoutRemark(leading);
        edit.Replace(release, current => current.WithLeadingTrivia(left));
        return [.. leading.Where(Layout.IsComment).Skip(left.Count(Layout.IsComment))];
    }

    /// <summary>A last <c>catch { throw; }</c>, whose release has gone into the <c>finally</c>, does nothing any more.</summary>
    private static SyntaxList<CatchClauseSyntax> WithoutMereRethrows(SyntaxList<CatchClauseSyntax> catches)
    {
        while (catches.LastOrDefault() is { Block.Statements: [ThrowStatementSyntax { Expression: null }] } last && !last.DescendantTrivia().Any(IsComment))
        {
            catches = catches.RemoveAt(catches.Count - 1);
        }

        return catches;
    }

    private static bool IsComment(SyntaxTrivia trivia) => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia);

    private static TryStatementSyntax Try(StatementSyntax[] rest, FinallyClauseSyntax last, string indentation, string inside, SyntaxTrivia lineEnd)
    {
        SyntaxTriviaList leading = rest[0].GetLeadingTrivia();
        bool apart = leading.BeginsWithBlankLine();
        List<StatementSyntax> moved = [.. rest.Select(statement => Moved(statement, indentation, inside, lineEnd))];
        moved[0] = moved[0].WithLeadingTrivia(moved[0].GetLeadingTrivia().SkipWhile(Layout.IsEndOfLine));
        SyntaxTriviaList before = apart ? TriviaList(lineEnd, Whitespace(indentation)) : TriviaList(Whitespace(indentation));
        return TryStatement(Braces(moved, indentation, lineEnd), List<CatchClauseSyntax>(), last)
            .WithTryKeyword(Token(SyntaxKind.TryKeyword).WithLeadingTrivia(before).WithTrailingTrivia(lineEnd));
    }

    private static StatementSyntax Moved(StatementSyntax statement, string from, string to, SyntaxTrivia lineEnd)
        => (Layout.StartsLine(statement.GetFirstToken())
            ? Indentation.Change(statement, from, to)
            : statement.WithLeadingTrivia(Whitespace(to))).WithLineEnd(lineEnd);

    private static BlockSyntax Braces(IEnumerable<StatementSyntax> statements, string indentation, SyntaxTrivia lineEnd)
        => Block(
            Token(SyntaxKind.OpenBraceToken).WithLeadingTrivia(Whitespace(indentation)).WithTrailingTrivia(lineEnd),
            List(statements),
            Token(SyntaxKind.CloseBraceToken).WithLeadingTrivia(Whitespace(indentation)).WithTrailingTrivia(lineEnd));

    /// <summary>A block that stood on one line, or began on its owner's.</summary>
    private static BlockSyntax Opened(BlockSyntax block, BlockSyntax original, SyntaxTrivia lineEnd)
    {
        SyntaxToken open = block.OpenBraceToken.WithLineEnd(lineEnd);
        SyntaxToken close = Layout.StartsLine(original.CloseBraceToken)
            ? block.CloseBraceToken
            : block.CloseBraceToken.WithLeadingTrivia(Whitespace(Layout.IndentationOf(original)));
        return block.WithOpenBraceToken(open).WithCloseBraceToken(close);
    }
}
