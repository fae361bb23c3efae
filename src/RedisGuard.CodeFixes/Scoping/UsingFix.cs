using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.CodeFixes.Closing;
using RedisGuard.CodeFixes.Editing;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace RedisGuard.CodeFixes.Scoping;

/// <summary><c>var m = …;</c> becomes <c>using var m = …;</c> or <c>await using var m = …;</c>, or a using statement where that can't be.</summary>
internal sealed class UsingFix : Fix
{
    private readonly bool _asynchronous;

    public UsingFix(string name, string title, bool asynchronous)
        : base(name, title) => _asynchronous = asynchronous;

    protected override bool Apply(TrackedEdit edit, FixContext context, bool awaiting)
    {
        // A closing that awaited would leave an async function without its last await: await using is the fix there.
        if (awaiting
            || ClosingCall.WithoutCasts(context.Acquisition.Value).Parent is not EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax variable }
            || variable.Parent?.Parent is not LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0, Declaration.Variables.Count: 1 } statement
            || context.Model.GetDeclaredSymbol(variable, context.CancellationToken) is not ILocalSymbol local)
        {
            return false;
        }

        SyntaxNode within = Acquisition.FunctionOf(statement) ?? context.Acquisition.Member;
        var closings = ClosingCalls.Find(local, within, context.Model, context.CancellationToken);
        if (closings.HasScopes)
        {
            return false;
        }

        closings.Remove(edit);
        if (statement.Parent is SwitchSectionSyntax || context.LanguageVersion < LanguageVersion.CSharp8)
        {
            return Wrap(edit, statement);
        }

        edit.Replace(statement, Declared);
        return true;
    }

    private StatementSyntax Declared(LocalDeclarationStatementSyntax statement)
    {
        SyntaxTriviaList leading = statement.GetLeadingTrivia();
        LocalDeclarationStatementSyntax bare = statement.WithoutLeadingTrivia().WithUsingKeyword(Keyword(SyntaxKind.UsingKeyword));
        return (_asynchronous ? bare.WithAwaitKeyword(Keyword(SyntaxKind.AwaitKeyword)) : bare).WithLeadingTrivia(leading);
    }

    // using (var m = …) { the rest of the block }
    private bool Wrap(TrackedEdit edit, LocalDeclarationStatementSyntax original)
    {
        LocalDeclarationStatementSyntax statement = edit.Current(original)!;
        if (statement.Parent is not (BlockSyntax or SwitchSectionSyntax))
        {
            return false;
        }

        SyntaxList<StatementSyntax> siblings = statement.Parent is BlockSyntax block ? block.Statements : ((SwitchSectionSyntax)statement.Parent).Statements;
        int index = siblings.IndexOf(statement);
        SyntaxTrivia lineEnd = Layout.LineEnd(edit.Root);
        string indentation = Layout.IndentationOf(statement);
        string inside = indentation + Indentation.Step(Layout.IndentationOf(statement.Parent), indentation);
        List<StatementSyntax> rest = [.. siblings.Skip(index + 1).Select(s => Indentation.Change(s, indentation, inside).WithLineEnd(lineEnd))];
        if (rest.Count > 0)
        {
            // The blank line that set the declaration apart would open the new block.
            rest[0] = rest[0].WithLeadingTrivia(rest[0].GetLeadingTrivia().SkipWhile(Layout.IsEndOfLine));
        }

        SyntaxTriviaList trailing = statement.WithLineEnd(lineEnd).GetTrailingTrivia();
        UsingStatementSyntax scope = UsingStatement(
                Block(
                    Token(SyntaxKind.OpenBraceToken).WithLeadingTrivia(Whitespace(indentation)).WithTrailingTrivia(lineEnd),
                    List(rest),
                    Token(SyntaxKind.CloseBraceToken).WithLeadingTrivia(Whitespace(indentation)).WithTrailingTrivia(lineEnd)))
            .WithUsingKeyword(Keyword(SyntaxKind.UsingKeyword))
            .WithDeclaration(statement.Declaration.WithoutLeadingTrivia().WithoutTrailingTrivia())
            .WithCloseParenToken(Token(SyntaxKind.CloseParenToken).WithTrailingTrivia(trailing));
        scope = (_asynchronous ? scope.WithAwaitKeyword(Keyword(SyntaxKind.AwaitKeyword)) : scope).WithLeadingTrivia(statement.GetLeadingTrivia());

        SyntaxList<StatementSyntax> changed = List(siblings.Take(index).Append(scope));
        SyntaxNode owner = statement.Parent is BlockSyntax outer
            ? outer.WithStatements(changed)
            : ((SwitchSectionSyntax)statement.Parent).WithStatements(changed);
        edit.Root = edit.Root.ReplaceNode(statement.Parent, owner);
        return true;
    }

    private static SyntaxToken Keyword(SyntaxKind kind) => Token(kind).WithTrailingTrivia(Space);
}
