using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.Analyzers;
using RedisGuard.Analyzers.Rules;
using RedisGuard.CodeFixes.Closing;
using RedisGuard.CodeFixes.Editing;

namespace RedisGuard.CodeFixes.Borrowed;

/// <summary>Takes out the statement that closes somebody else's connection, or the <c>using</c> over it.</summary>
internal sealed class LeaveOpenFix : SiteFix
{
    public LeaveOpenFix()
        : base(Fixes.LeaveOpen, "Leave the connection open for its owner", Descriptors.ClosingBorrowed.Id)
    {
    }

    protected override bool Apply(TrackedEdit edit, SiteContext context)
    {
        if (context.Site is not ExpressionSyntax place)
        {
            return false;
        }

        return ClosingCall.WithoutCasts(place).Parent switch
        {
            UsingStatementSyntax scope when scope.Expression is { } expression && expression.Span.Contains(place.Span) => Unwrap(edit, scope, declaration: null),
            EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Variables.Count: 1 } declaration } } =>
                TakeUsingFrom(edit, declaration),
            _ => place is InvocationExpressionSyntax closing && RemoveClosing(edit, closing),
        };
    }

    private static bool Unwrap(TrackedEdit edit, UsingStatementSyntax scope, StatementSyntax? declaration)
    {
        if (scope.Statement is BlockSyntax { Statements.Count: 0 } or EmptyStatementSyntax)
        {
            return false;
        }

        UsingStatementSyntax current = edit.Current(scope)!;
        edit.Root = Hoisting.Hoist(edit.Root, current, declaration, current.Statement);
        return true;
    }

    private static bool TakeUsingFrom(TrackedEdit edit, VariableDeclarationSyntax declaration)
    {
        switch (declaration.Parent)
        {
            case UsingStatementSyntax scope:
                VariableDeclarationSyntax written = declaration.WithoutLeadingTrivia().WithoutTrailingTrivia();
                return Unwrap(edit, scope, SyntaxFactory.LocalDeclarationStatement(written));
            case LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0 } statement:
                edit.Replace(statement, current => current
                    .WithAwaitKeyword(default)
                    .WithUsingKeyword(default)
                    .WithLeadingTrivia(current.GetLeadingTrivia()));
                return true;
            default:
                return false;
        }
    }

    private static bool RemoveClosing(TrackedEdit edit, InvocationExpressionSyntax closing)
    {
        ExpressionSyntax whole = closing.AncestorsAndSelf()
            .TakeWhile(node => node is ExpressionSyntax)
            .OfType<ConditionalAccessExpressionSyntax>()
            .LastOrDefault(access => access.WhenNotNull.Span.Contains(closing.Span)) is { } access ? access : closing;
        if (ClosingCall.StatementOf(whole) is not { } statement
            || RootNameOf(whole) is not { } name
            || StatementRemoval.LeavesTestBehind(statement, name))
        {
            return false;
        }

        // A try around nothing guards nothing.
        StatementSyntax gone = statement.Parent is BlockSyntax { Statements.Count: 1, Parent: TryStatementSyntax { Finally: null } attempt } block && attempt.Block == block
            ? attempt
            : statement;
        if (!HasCompany(gone))
        {
            return false;
        }

        StatementRemoval.Remove(edit, gone);
        return true;
    }

    // A function that closes and does nothing else was written for that: what becomes of it is its author's to say. And a loop
    // or a lock around nothing is worse than one around a closing.
    private static bool HasCompany(StatementSyntax statement)
    {
        SyntaxNode current = statement;
        while (true)
        {
            switch (current.Parent)
            {
                case BlockSyntax { Statements.Count: 1 } or IfStatementSyntax { Else: null }:
                    current = current.Parent;
                    break;
                case BlockSyntax or SwitchSectionSyntax or GlobalStatementSyntax or ElseClauseSyntax or FinallyClauseSyntax:
                    return true;
                default:
                    return false;
            }
        }
    }

    // The variable that the closing starts from: «db» of db.Multiplexer.Dispose().
    private static string? RootNameOf(ExpressionSyntax closing) => closing.DescendantNodesAndSelf()
        .OfType<IdentifierNameSyntax>()
        .FirstOrDefault()?.Identifier.ValueText;
}
