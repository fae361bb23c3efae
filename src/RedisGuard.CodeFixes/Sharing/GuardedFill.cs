using System.Linq;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.CodeFixes.Racing;

namespace RedisGuard.CodeFixes.Sharing;

/// <summary>The statement that fills a place, with what guards it.</summary>
internal static class GuardedFill
{
    /// <summary>Outwards from the fill: the tests of the place, and the locks around them.</summary>
    public static StatementSyntax Outermost(StatementSyntax statement, PrivateField field)
    {
        while (true)
        {
            StatementSyntax body = statement.Parent is BlockSyntax { Statements.Count: 1 } block ? block : statement;
            switch (body.Parent)
            {
                case IfStatementSyntax { Else: null } test when test.Statement == body && AsksForPlace(test.Condition, field):
                    statement = test;
                    break;
                case LockStatementSyntax gate:
                    statement = gate;
                    break;
                default:
                    return statement;
            }
        }
    }

    private static bool AsksForPlace(ExpressionSyntax condition, PrivateField field) =>
        field.Uses.Any(use => condition.Span.Contains(use.Span))
        && condition.DescendantNodes().OfType<InvocationExpressionSyntax>().Concat(condition is InvocationExpressionSyntax own ? [own] : [])
            .All(call => call.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ContainsKey" });
}
