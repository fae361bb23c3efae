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
/// Passes the function's own CancellationToken to the loop over a queue, or to the wait for a message, and unsubscribes the queue in
/// a <c>finally</c>: one that a cancelled loop leaves behind would go on collecting.
/// </summary>
internal sealed class PassTokenFix : SiteFix
{
    public PassTokenFix()
        : base(Fixes.PassToken, "Pass the CancellationToken, and unsubscribe the queue in a finally", Descriptors.ConsumerCannotEnd.Id)
    {
    }

    protected override bool Apply(TrackedEdit edit, SiteContext context)
    {
        if (context.Site is not ExpressionSyntax place
            || TokenAt(place, context) is not { } token
            || place.Ancestors().OfType<StatementSyntax>().FirstOrDefault(IsLoop) is not { Parent: BlockSyntax block } loop
            || !Layout.StartsLine(loop.GetFirstToken())
            || loop.DescendantTrivia().Any(trivia => trivia.IsDirective)
            || QueueAt(place, edit, token) is not { } queue)
        {
            return false;
        }

        string outside = Layout.IndentationOf(loop);
        string configured = loop.DescendantTokens().Any(word => word.ValueText == "ConfigureAwait") ? ".ConfigureAwait(false)" : string.Empty;
        var shape = new TryFinally(outside, outside + Indentation.Step(Layout.IndentationOf(block), outside), Layout.LineEnd(context.Root));
        edit.Replace(loop, current => shape.Around([(StatementSyntax)current], shape.Line($"await {queue}.UnsubscribeAsync(){configured};")).WithTrailingTrivia(current.GetTrailingTrivia()));
        return true;
    }

    private static bool IsLoop(StatementSyntax statement) => statement is CommonForEachStatementSyntax or WhileStatementSyntax or ForStatementSyntax;

    /// <summary>Passes the token; the queue's own expression, or null for a form that isn't known.</summary>
    private static string? QueueAt(ExpressionSyntax place, TrackedEdit edit, string token)
    {
        switch (place)
        {
            case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ReadAsync" or "WithCancellation", Expression: IdentifierNameSyntax or MemberAccessExpressionSyntax } access } call:
                edit.Replace(call.ArgumentList, current => current.WithArguments(SingletonSeparatedList(Argument(IdentifierName(token)))));
                return access.Expression.WithoutTrivia().ToString();

            case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" } access }:
                return QueueAt(access.Expression, edit, token);

            case IdentifierNameSyntax or MemberAccessExpressionSyntax:
                edit.Replace(place, current => ParseExpression($"{current.WithoutTrivia()}.WithCancellation({token})").WithTriviaFrom(current));
                return place.WithoutTrivia().ToString();

            default:
                return null;
        }
    }

    private static string? TokenAt(ExpressionSyntax place, SiteContext context)
        => Acquisition.FunctionOf(place) is { } function
            && context.Model.LookupSymbols(place.SpanStart).OfType<IParameterSymbol>()
                .Where(parameter => parameter.Type is { Name: "CancellationToken", ContainingNamespace.Name: "Threading" }
                    && parameter.DeclaringSyntaxReferences.Any(reference => function.Span.Contains(reference.Span)))
                .ToArray() is { Length: 1 } tokens
                    ? tokens[0].Name
                    : null;
}
