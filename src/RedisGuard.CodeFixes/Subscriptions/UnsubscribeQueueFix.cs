using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.Analyzers;
using RedisGuard.Analyzers.Rules;
using RedisGuard.CodeFixes.Editing;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace RedisGuard.CodeFixes.Subscriptions;

/// <summary>
/// Puts all that comes after the queue's declaration in a <c>try</c>, and its Unsubscribe in the <c>finally</c>. One that stood at the
/// end already moves there.
/// </summary>
internal sealed class UnsubscribeQueueFix : SiteFix
{
    public UnsubscribeQueueFix()
        : base(Fixes.UnsubscribeQueue, "Unsubscribe the queue in a finally", Descriptors.QueueNeverUnsubscribed.Id)
    {
    }

    protected override bool Apply(TrackedEdit edit, SiteContext context) => OfVariable(edit, context) || OfLoop(edit, context);

    private static bool OfVariable(TrackedEdit edit, SiteContext context)
    {
        if (context.Site.FirstAncestorOrSelf<LocalDeclarationStatementSyntax>() is not { Declaration.Variables: { Count: 1 } variables, Parent: BlockSyntax block } declaration
            || variables[0].Initializer?.Value.Span.Contains(context.Site.Span) != true
            || Acquisition.FunctionOf(declaration) is not { } function
            || !Layout.StartsLine(declaration.GetFirstToken())
            || !Layout.StartsLine(block.CloseBraceToken))
        {
            return false;
        }

        string name = variables[0].Identifier.ValueText;
        int first = block.Statements.IndexOf(declaration) + 1;
        var rest = block.Statements.Skip(first).ToList();
        StatementSyntax[] ends = block.DescendantNodes().OfType<StatementSyntax>().Where(statement => IsEnd(statement, name)).ToArray();
        if (rest.Any(statement => statement is LocalFunctionStatementSyntax || !Layout.StartsLine(statement.GetFirstToken()) || HasDirectives(statement))
            || ends.Length > 1
            || (ends.Length == 1 && !rest.Remove(ends[0]))
            || rest.Count == 0)
        {
            return false;
        }

        SyntaxTrivia lineEnd = Layout.LineEnd(context.Root);
        string outside = Layout.IndentationOf(declaration);
        string inside = outside + Indentation.Step(Layout.IndentationOf(block), outside);
        var shape = new TryFinally(outside, inside, lineEnd);
        StatementSyntax end = ends.Length == 1 ? shape.Placed(ends[0], isFirst: true) : shape.Line(EndOf(name, function, declaration));
        IEnumerable<StatementSyntax> guarded = rest[0] is TryStatementSyntax { Finally: null } own && !rest.Skip(1).Any(later => Mentions(later, name))
            ? rest.Skip(1).Prepend(own.WithLineEnd(lineEnd).WithFinally(shape.Finally(end)))
            : [shape.Around(rest, end)];
        edit.Replace(block, current => current.WithStatements(List(current.Statements.Take(first).Concat(guarded))));
        return true;
    }

    /// <summary><c>await foreach (var message in await subscriber.SubscribeAsync(channel))</c>: the queue gets a name first.</summary>
    private static bool OfLoop(TrackedEdit edit, SiteContext context)
    {
        if (context.Site.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { } call
            || Calls.Awaited(call) is not { } subscribed
            || QueueReading.Of(subscribed) is not { Statement: ForEachStatementSyntax { Parent: BlockSyntax block } loop, Name: { } name }
            || Acquisition.FunctionOf(loop) is not { } function
            || !Layout.StartsLine(loop.GetFirstToken())
            || HasDirectives(loop))
        {
            return false;
        }

        SyntaxTrivia lineEnd = Layout.LineEnd(context.Root);
        string outside = Layout.IndentationOf(loop);
        var shape = new TryFinally(outside, outside + Indentation.Step(Layout.IndentationOf(block), outside), lineEnd);
        StatementSyntax declaration = ParseStatement($"{outside}var {name} = {subscribed.WithoutTrivia()};{lineEnd}");
        declaration = declaration.WithLeadingTrivia(loop.GetLeadingTrivia().TakeWhile(Layout.IsEndOfLine).Concat(declaration.GetLeadingTrivia()));
        ForEachStatementSyntax named = loop.ReplaceNode(Acquisition.WithParentheses(subscribed), IdentifierName(name));
        TryStatementSyntax guarded = shape.Around([named], shape.Line(EndOf(name, function, subscribed)));
        edit.Replace(block, current => current.WithStatements(current.Statements.ReplaceRange(edit.Current(loop)!, [declaration, guarded])));
        return true;
    }

    private static string EndOf(string name, SyntaxNode function, SyntaxNode declaration)
    {
        if (!AsyncFunction.Is(function))
        {
            return $"{name}.Unsubscribe();";
        }

        string configured = declaration.DescendantTokens().Any(token => token.ValueText == "ConfigureAwait") ? ".ConfigureAwait(false)" : string.Empty;
        return $"await {name}.UnsubscribeAsync(){configured};";
    }

    private static bool IsEnd(StatementSyntax statement, string name)
        => statement is ExpressionStatementSyntax expression
            && expression.DescendantNodes().OfType<MemberAccessExpressionSyntax>().Any(access =>
                access.Name.Identifier.ValueText is "Unsubscribe" or "UnsubscribeAsync" && access.Expression is IdentifierNameSyntax queue && queue.Identifier.ValueText == name);

    private static bool Mentions(StatementSyntax statement, string name) => statement.DescendantTokens().Any(token => token.ValueText == name);

    private static bool HasDirectives(StatementSyntax statement) => statement.DescendantTrivia().Any(trivia => trivia.IsDirective);
}
