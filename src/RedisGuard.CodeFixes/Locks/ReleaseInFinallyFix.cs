using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.Analyzers;
using RedisGuard.Analyzers.Rules;
using RedisGuard.CodeFixes.Editing;

namespace RedisGuard.CodeFixes.Locks;

/// <summary>
/// The statements that run under the lock go into a <c>try</c>, and one release, in place of all, into its <c>finally</c>: the
/// body of the <c>if</c> that tests the lock, or what follows a test that leaves or waits.
/// </summary>
internal sealed class ReleaseInFinallyFix : SiteFix
{
    public ReleaseInFinallyFix()
        : base(Fixes.ReleaseInFinally, "Release the lock in a finally", Descriptors.LockNotReleased.Id)
    {
    }

    protected override bool Apply(TrackedEdit edit, SiteContext context)
    {
        if (context.Site.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { } take || Held(take) is not ({ } holder, var after))
        {
            return false;
        }

        return LockSyntax.ReleasesIn(StatementList.After(holder, after), take, context) is { Count: > 0 } releases && ProtectedStatements.Wrap(edit, holder, after, releases);
    }

    /// <summary>The block, or the file, where the lock is held, and the statement in it from which on it is.</summary>
    private static (SyntaxNode Holder, StatementSyntax? After)? Held(InvocationExpressionSyntax take)
        => take.FirstAncestorOrSelf<StatementSyntax>() switch
        {
            LocalDeclarationStatementSyntax { Declaration.Variables: [{ } variable] } statement => Tested(statement, variable.Identifier.ValueText),
            ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { Left: IdentifierNameSyntax name } } statement => Tested(statement, name.Identifier.ValueText),
            { } statement => Within(statement, take),
            null => null,
        };

    /// <summary><c>var taken = …; if (taken) { … }</c></summary>
    private static (SyntaxNode Holder, StatementSyntax? After)? Tested(StatementSyntax statement, string name)
    {
        if (StatementList.HolderOf(statement) is not { } holder)
        {
            return null;
        }

        return StatementList.After(holder, statement).FirstOrDefault() is IfStatementSyntax test
            && test.Condition.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().FirstOrDefault(identifier => identifier.Identifier.ValueText == name) is { } mention
                ? Within(test, mention)
                : null;
    }

    private static (SyntaxNode Holder, StatementSyntax? After)? Within(StatementSyntax statement, ExpressionSyntax taken)
        => statement switch
        {
            IfStatementSyntax test when test.Condition.Span.Contains(taken.Span) && IsAskedLast(taken, test.Condition) => IsNegated(taken, test.Condition)
                ? test.Else is null && Leaves(test.Statement) && StatementList.HolderOf(test) is { } holder ? (holder, test) : null
                : test.Statement is BlockSyntax body ? (body, null) : null,
            WhileStatementSyntax loop when loop.Condition.Span.Contains(taken.Span) && IsNegated(taken, loop.Condition) && StatementList.HolderOf(loop) is { } around => (around, loop),
            _ => null,
        };

    /// <summary>A condition that is asked after it may leave with the lock, past every finally: <c>if (db.LockTake(…) &amp;&amp; isDue)</c>.</summary>
    private static bool IsAskedLast(ExpressionSyntax taken, ExpressionSyntax condition)
        => !taken.AncestorsAndSelf()
            .TakeWhile(node => condition.Span.Contains(node.Span))
            .Any(node => node.Parent is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression or (int)SyntaxKind.LogicalOrExpression } both && both.Left == node);

    private static bool Leaves(StatementSyntax statement)
        => (statement is BlockSyntax { Statements: [.., { } last] } ? last : statement)
            is ReturnStatementSyntax or ThrowStatementSyntax or ContinueStatementSyntax or BreakStatementSyntax;

    /// <summary>Whether the condition holds where the lock was not taken.</summary>
    private static bool IsNegated(ExpressionSyntax taken, ExpressionSyntax condition)
    {
        bool negated = false;
        for (SyntaxNode? current = taken; current is not null && condition.Span.Contains(current.Span); current = current.Parent)
        {
            negated ^= current switch
            {
                PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } => true,
                BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression, Right.RawKind: (int)SyntaxKind.FalseLiteralExpression } => true,
                BinaryExpressionSyntax { RawKind: (int)SyntaxKind.NotEqualsExpression, Right.RawKind: (int)SyntaxKind.TrueLiteralExpression } => true,
                IsPatternExpressionSyntax { Pattern: ConstantPatternSyntax { Expression.RawKind: (int)SyntaxKind.FalseLiteralExpression } } => true,
                IsPatternExpressionSyntax { Pattern: UnaryPatternSyntax { Pattern: ConstantPatternSyntax { Expression.RawKind: (int)SyntaxKind.TrueLiteralExpression } } } => true,
                _ => false,
            };
        }

        return negated;
    }
}
