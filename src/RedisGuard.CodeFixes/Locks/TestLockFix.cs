using System;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.Analyzers;
using RedisGuard.Analyzers.Rules;
using RedisGuard.CodeFixes.Closing;
using RedisGuard.CodeFixes.Editing;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace RedisGuard.CodeFixes.Locks;

/// <summary>
/// <c>db.LockTake(…);</c> becomes <c>if (!db.LockTake(…)) { return; }</c>, and what follows gets its release in a
/// <c>finally</c>, where it releases at all.
/// </summary>
internal sealed class TestLockFix : SiteFix
{
    public TestLockFix()
        : base(Fixes.TestLock, "Go on only with the lock", Descriptors.LockResultIgnored.Id)
    {
    }

    protected override bool Apply(TrackedEdit edit, SiteContext context)
    {
        if (context.Site.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { } take
            || ClosingCall.StatementOf(take) is not ExpressionStatementSyntax statement
            || StatementList.HolderOf(statement) is not { } holder
            || Taken(statement, context) is not { } taken
            || Refusal(statement, context) is not { } refusal)
        {
            return false;
        }

        StatementSyntax[] rest = [.. StatementList.After(holder, statement)];
        if (IsPointless(refusal, holder, rest) || LockSyntax.ReleasesIn(rest, take, context) is not { } releases)
        {
            return false;
        }

        // A release right after the take has nothing in between that could throw.
        if (releases.Count > 0 && !releases.Any(IsInFinally) && rest[0] != releases[0])
        {
            ProtectedStatements.Wrap(edit, holder, statement, releases);
        }

        SyntaxTrivia lineEnd = Layout.LineEnd(edit.Root);
        string indentation = Layout.IndentationOf(statement);
        string inside = indentation + Indentation.Step(holder is BlockSyntax ? Layout.IndentationOf(holder) : string.Empty, indentation);
        edit.Replace(statement, current => Layout.StartsLine(statement.GetFirstToken())
            ? Test(current, taken, refusal, indentation, inside, isFollowed: rest.Length > 0, lineEnd)
            : TestInLine(current, taken, refusal));
        return true;
    }

    /// <summary>A test that leaves what would end anyway tests nothing.</summary>
    private static bool IsPointless(StatementSyntax refusal, SyntaxNode holder, StatementSyntax[] rest)
        => rest.All(statement => statement is LocalFunctionStatementSyntax or EmptyStatementSyntax)
            && refusal is ReturnStatementSyntax { Expression: null } or ContinueStatementSyntax
            && holder is not BlockSyntax { Parent: not (BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax) };

    /// <summary>The expression that says whether the lock was taken; null where the statement has none.</summary>
    private static ExpressionSyntax? Taken(ExpressionStatementSyntax statement, SiteContext context)
    {
        ExpressionSyntax expression = statement.Expression is AssignmentExpressionSyntax discard ? discard.Right : statement.Expression;
        return context.Model.GetTypeInfo(expression, context.CancellationToken).Type switch
        {
            { SpecialType: SpecialType.System_Boolean } => expression,
            { Name: "Task" } when FunctionIsAsync(statement) => AwaitExpression(Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(Space), expression.WithoutTrivia()),
            _ => null,
        };
    }

    private static bool FunctionIsAsync(SyntaxNode statement)
        => Acquisition.FunctionOf(statement) is { } function ? AsyncFunction.Is(function) : statement.FirstAncestorOrSelf<MemberDeclarationSyntax>() is GlobalStatementSyntax;

    /// <summary>What is done without the lock: the next turn, no result, or an exception where a result is owed.</summary>
    private static StatementSyntax? Refusal(StatementSyntax statement, SiteContext context)
    {
        SyntaxNode? around = statement.Ancestors().FirstOrDefault(node => Acquisition.IsFunction(node)
            || node is ForStatementSyntax or CommonForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax or MemberDeclarationSyntax);
        if (around is ForStatementSyntax or CommonForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax)
        {
            return ContinueStatement();
        }

        return context.Model.GetEnclosingSymbol(statement.SpanStart, context.CancellationToken) is not IMethodSymbol method ? null
            : method.ReturnsVoid || (method.IsAsync && method.ReturnType is INamedTypeSymbol { Arity: 0 }) ? ReturnStatement()
            : IsBoolean(method) ? ParseStatement("return false;")
            : ParseStatement($"throw new {ExceptionAt(statement, context)}(\"Somebody else has the lock.\");");
    }

    private static string ExceptionAt(SyntaxNode place, SiteContext context)
        => context.Model.LookupNamespacesAndTypes(place.SpanStart, name: nameof(InvalidOperationException)).IsEmpty ? "System.InvalidOperationException" : nameof(InvalidOperationException);

    private static bool IsBoolean(IMethodSymbol method)
        => (method.IsAsync && method.ReturnType is INamedTypeSymbol { TypeArguments: [{ } result] } ? result : method.ReturnType).SpecialType == SpecialType.System_Boolean;

    private static bool IsInFinally(StatementSyntax release) => release.FirstAncestorOrSelf<FinallyClauseSyntax>() is not null;

    // { db.LockTake(…); Work(); }
    private static IfStatementSyntax TestInLine(ExpressionStatementSyntax statement, ExpressionSyntax taken, StatementSyntax refusal)
        => (IfStatementSyntax)ParseStatement($"if (!{taken.WithoutTrivia()}) {{ {refusal.NormalizeWhitespace()} }}").WithTriviaFrom(statement);

    private static IfStatementSyntax Test(ExpressionStatementSyntax statement, ExpressionSyntax taken, StatementSyntax refusal, string indentation, string inside, bool isFollowed, SyntaxTrivia lineEnd)
    {
        SyntaxTriviaList trailing = statement.WithLineEnd(lineEnd).GetTrailingTrivia();
        BlockSyntax body = Block(
            Token(SyntaxKind.OpenBraceToken).WithLeadingTrivia(Whitespace(indentation)).WithTrailingTrivia(lineEnd),
            SingletonList(refusal.WithLeadingTrivia(Whitespace(inside)).WithTrailingTrivia(lineEnd)),
            Token(SyntaxKind.CloseBraceToken).WithLeadingTrivia(Whitespace(indentation)).WithTrailingTrivia(isFollowed ? TriviaList(lineEnd, lineEnd) : TriviaList(lineEnd)));
        return IfStatement(
            Token(SyntaxKind.IfKeyword).WithLeadingTrivia(statement.GetLeadingTrivia()).WithTrailingTrivia(Space),
            Token(SyntaxKind.OpenParenToken),
            PrefixUnaryExpression(SyntaxKind.LogicalNotExpression, taken.WithoutTrivia()),
            Token(SyntaxKind.CloseParenToken).WithTrailingTrivia(trailing),
            body,
            @else: null);
    }
}
