using System;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RedisGuard.Analyzers.Context;

/// <summary>Tells code that is written for a developer's machine: under <c>#if DEBUG</c>, or under a test for the environment.</summary>
internal static class DevelopmentGuard
{
    public static bool Surrounds(IOperation operation) => Surrounds(operation.Syntax, static _ => false);

    /// <param name="node">The code.</param>
    /// <param name="isSwitch">Whether a name that a condition asks for is a switch that somebody has to turn on.</param>
    public static bool Surrounds(SyntaxNode node, Func<string, bool> isSwitch)
    {
        foreach (SyntaxNode ancestor in node.Ancestors())
        {
            ExpressionSyntax? condition = ancestor switch
            {
                IfStatementSyntax test => test.Condition,
                ConditionalExpressionSyntax choice => choice.Condition,
                SwitchSectionSyntax section => section.Labels.OfType<CaseSwitchLabelSyntax>().FirstOrDefault()?.Value,
                _ => null,
            };
            if (condition is not null && !condition.Span.Contains(node.Span) && AsksForDevelopment(condition, isSwitch))
            {
                return true;
            }

            if (ancestor is BlockSyntax block && block.Statements.TakeWhile(statement => !statement.Span.Contains(node.Span)).Any(statement => IsExit(statement, isSwitch)))
            {
                return true;
            }
        }

        return IsUnderDebugDirective(node) || HasConditionalAttribute(node);
    }

    /// <summary><c>if (!environment.IsDevelopment()) return;</c></summary>
    private static bool IsExit(StatementSyntax statement, Func<string, bool> isSwitch)
        => statement is IfStatementSyntax { Else: null, Condition: PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } condition, Statement: { } leaves }
            && (leaves is BlockSyntax block ? block.Statements.LastOrDefault() : leaves) is ReturnStatementSyntax or ThrowStatementSyntax or ContinueStatementSyntax or BreakStatementSyntax
            && AsksForDevelopment(condition, isSwitch);

    private static bool AsksForDevelopment(ExpressionSyntax condition, Func<string, bool> isSwitch)
        => condition.DescendantNodesAndSelf().OfType<SimpleNameSyntax>().Select(name => name.Identifier.ValueText).Any(name => SaysDevelopment(name) || isSwitch(name))
            || condition.DescendantTokens().Any(token => token.IsKind(SyntaxKind.StringLiteralToken) && (SaysDevelopment(token.ValueText) || isSwitch(token.ValueText)));

    private static bool SaysDevelopment(string name)
        => Says(name, "Development") || Says(name, "Debug") || Says(name, "IsDev") || Says(name, "Localhost") || Says(name, "IsLocal") || Says(name, "IsTest") || Says(name, "Testing") || IsWord(name, "dev");

    /// <summary><c>dev</c>, <c>_dev</c>, <c>Dev</c>: the whole name.</summary>
    private static bool IsWord(string name, string word) => string.Equals(name.TrimStart('_'), word, StringComparison.OrdinalIgnoreCase);

    private static bool Says(string name, string word) => name.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0;

    /// <summary>Whether the innermost open <c>#if</c> or <c>#elif</c> before the code asks for a debug build.</summary>
    public static bool IsUnderDebugDirective(SyntaxNode node)
    {
        SyntaxNode root = node.SyntaxTree.GetRoot();
        if (!root.ContainsDirectives)
        {
            return false;
        }

        int closed = 0;
        DirectiveTriviaSyntax? directive = Previous(root, node.SpanStart);
        while (directive is not null)
        {
            switch (directive)
            {
                case EndIfDirectiveTriviaSyntax:
                    closed++;
                    break;
                case IfDirectiveTriviaSyntax when closed > 0:
                    closed--;
                    break;
                case ConditionalDirectiveTriviaSyntax conditional when closed == 0:
                    return SaysDebug(conditional.Condition);
                case ElseDirectiveTriviaSyntax when closed == 0:
                    // #if RELEASE … #else
                    return directive.GetRelatedDirectives().OfType<IfDirectiveTriviaSyntax>().FirstOrDefault() is { } opening && SaysRelease(opening.Condition);
            }

            directive = directive.GetPreviousDirective(static _ => true);
        }

        return false;
    }

    private static DirectiveTriviaSyntax? Previous(SyntaxNode root, int position)
        => root.DescendantNodes(root.Span, static node => node.ContainsDirectives, descendIntoTrivia: true)
            .OfType<DirectiveTriviaSyntax>()
            .TakeWhile(directive => directive.SpanStart < position)
            .LastOrDefault();

    private static bool SaysDebug(ExpressionSyntax condition)
        => condition is PrefixUnaryExpressionSyntax { Operand: { } negated } ? Says(negated.ToString(), "RELEASE") : SaysDevelopment(condition.ToString());

    private static bool SaysRelease(ExpressionSyntax condition)
        => condition is PrefixUnaryExpressionSyntax { Operand: { } negated } ? SaysDevelopment(negated.ToString()) : Says(condition.ToString(), "RELEASE");

    /// <summary><c>[Conditional("DEBUG")]</c></summary>
    private static bool HasConditionalAttribute(SyntaxNode node)
        => node.Ancestors().OfType<MethodDeclarationSyntax>().Any(method =>
            method.AttributeLists.SelectMany(list => list.Attributes).Any(attribute =>
                attribute.Name.ToString().EndsWith("Conditional", StringComparison.Ordinal) && Says(attribute.ToString(), "DEBUG")));
}
