using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.Analyzers;
using RedisGuard.CodeFixes.Editing;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace RedisGuard.CodeFixes.Subscriptions;

/// <summary>
/// <c>Subscribe(channel, async (c, v) =&gt; …)</c> becomes <c>Subscribe(channel).OnMessage(async message =&gt; …)</c>; of a method, the
/// method returns a task then. Not in a type that unsubscribes: its handler would be another.
/// </summary>
internal sealed class OnMessageCure : SiteCure
{
    public OnMessageCure()
        : base(Cures.OnMessage, "Give the handler to OnMessage, which awaits it", DiagnosticIds.AsyncVoidHandler)
    {
    }

    protected override bool Apply(TrackedEdit edit, SiteContext context)
    {
        if (context.Site.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { Expression: MemberAccessExpressionSyntax, ArgumentList.Arguments: { Count: >= 2 } arguments } call
            || arguments[1] is not { NameColon: null, Expression: { } given }
            || Whole(call) is not { } whole
            || call.FirstAncestorOrSelf<TypeDeclarationSyntax>()?.DescendantTokens().Any(token => token.ValueText is "Unsubscribe" or "UnsubscribeAsync") == true)
        {
            return false;
        }

        string message = FreeName(call);
        switch (given)
        {
            case ParenthesizedLambdaExpressionSyntax { ParameterList.Parameters: { Count: 2 } parameters } lambda:
                ReadFromMessage(edit, context, lambda, parameters, message);
                break;
            case SimpleNameSyntax name when AsyncVoidMethod.Of(name, context) is { } method:
                method.ReturnTask(edit, context);
                break;
            default:
                return false;
        }

        edit.Replace(whole, current =>
        {
            InvocationExpressionSyntax subscribing = edit.Current(call)!;
            ExpressionSyntax handler = edit.Current(given) is ParenthesizedLambdaExpressionSyntax lambda
                ? OfMessage(lambda, message)
                : ParseExpression($"{message} => {given}({message}.Channel, {message}.Message)");
            InvocationExpressionSyntax queue = subscribing.WithArgumentList(
                subscribing.ArgumentList.WithArguments(subscribing.ArgumentList.Arguments.RemoveAt(1)));
            ExpressionSyntax value = whole == call
                ? queue.WithoutTrailingTrivia()
                : ParenthesizedExpression(current.ReplaceNode(subscribing, queue).WithoutTrivia()).WithLeadingTrivia(current.GetLeadingTrivia());
            return InvocationExpression(
                MemberAccessExpression(Microsoft.CodeAnalysis.CSharp.SyntaxKind.SimpleMemberAccessExpression, value, IdentifierName("OnMessage")),
                ArgumentList(SingletonSeparatedList(Argument(handler)))).WithTrailingTrivia(current.GetTrailingTrivia());
        });
        return true;
    }

    // The handler's two parameters are two members of the message.
    private static void ReadFromMessage(
        TrackedEdit edit, SiteContext context, ParenthesizedLambdaExpressionSyntax lambda, SeparatedSyntaxList<ParameterSyntax> parameters, string message)
    {
        var members = new Dictionary<ISymbol, string>(SymbolEqualityComparer.Default);
        for (int index = 0; index < 2; index++)
        {
            if (context.Model.GetDeclaredSymbol(parameters[index], context.CancellationToken) is { } parameter)
            {
                members[parameter] = index == 0 ? "Channel" : "Message";
            }
        }

        foreach (IdentifierNameSyntax use in lambda.Body.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>())
        {
            if (context.SymbolOf(use) is { } symbol && members.TryGetValue(symbol, out string? member))
            {
                edit.Replace(use, current => ParseExpression($"{message}.{member}").WithTriviaFrom(current));
            }
        }
    }

    private static SimpleLambdaExpressionSyntax OfMessage(ParenthesizedLambdaExpressionSyntax lambda, string message)
        => SimpleLambdaExpression(lambda.Modifiers, Parameter(Identifier(message).WithTrailingTrivia(Space)), lambda.Block, lambda.ExpressionBody)
            .WithArrowToken(lambda.ArrowToken)
            .WithTrailingTrivia(lambda.GetTrailingTrivia());

    /// <summary>The call with what awaits it, where nobody needs the value.</summary>
    private static ExpressionSyntax? Whole(InvocationExpressionSyntax call)
    {
        ExpressionSyntax whole = call;
        if (whole.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Parent: InvocationExpressionSyntax configured })
        {
            whole = configured;
        }

        if (whole.Parent is AwaitExpressionSyntax awaiting)
        {
            whole = awaiting;
        }

        bool isTask = call.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "SubscribeAsync" };
        return whole.Parent is ExpressionStatementSyntax or ArrowExpressionClauseSyntax or LambdaExpressionSyntax && isTask == whole is AwaitExpressionSyntax ? whole : null;
    }

    private static string FreeName(SyntaxNode place)
    {
        var taken = new HashSet<string>(place.Ancestors().OfType<MemberDeclarationSyntax>().First().DescendantTokens().Select(token => token.ValueText));
        return taken.Contains("message") ? taken.Contains("received") ? "channelMessage" : "received" : "message";
    }
}
