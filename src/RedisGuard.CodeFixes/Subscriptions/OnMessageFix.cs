using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.Analyzers;
using RedisGuard.Analyzers.Rules;
using RedisGuard.CodeFixes.Editing;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace RedisGuard.CodeFixes.Subscriptions;

/// <summary>
/// <c>Subscribe(channel, async (c, v) =&gt; …)</c> becomes <c>Subscribe(channel).OnMessage(async message =&gt; …)</c>; of a method, the
/// method returns a task then. Not in a type that unsubscribes: its handler would be another.
/// </summary>
internal sealed class OnMessageFix : SiteFix
{
    public OnMessageFix()
        : base(Fixes.OnMessage, "Give the handler to OnMessage, which awaits it", Descriptors.AsyncVoidHandler.Id)
    {
    }

    protected override bool Apply(TrackedEdit edit, SiteContext context)
    {
        if (context.Site.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { Expression: MemberAccessExpressionSyntax, ArgumentList.Arguments: { Count: >= 2 } arguments } call
            || arguments[1] is not { NameColon: null, Expression: { } given }
            || MessageHandler.Of(given, "Message") is not { } handler
            || WholeOf(call) is not { } whole
            || (call.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } type && Calls.MayUnsubscribe(type, context)))
        {
            return false;
        }

        if (given is SimpleNameSyntax name)
        {
            if (AsyncVoidMethod.Of(name, context) is not { } method)
            {
                return false;
            }

            method.ReturnTask(edit, context);
        }
        else if (given is not ParenthesizedLambdaExpressionSyntax)
        {
            return false;
        }

        handler.Prepare(edit, context);
        edit.Replace(whole, current =>
        {
            InvocationExpressionSyntax subscribing = edit.Current(call)!;
            InvocationExpressionSyntax queue = subscribing.WithArgumentList(
                subscribing.ArgumentList.WithArguments(subscribing.ArgumentList.Arguments.RemoveAt(1)));
            ExpressionSyntax value = whole == call
                ? queue.WithoutTrailingTrivia()
                : ParenthesizedExpression(current.ReplaceNode(subscribing, queue).WithoutTrivia()).WithLeadingTrivia(current.GetLeadingTrivia());
            return InvocationExpression(
                MemberAccessExpression(Microsoft.CodeAnalysis.CSharp.SyntaxKind.SimpleMemberAccessExpression, value, IdentifierName("OnMessage")),
                ArgumentList(SingletonSeparatedList(Argument(handler.Written(edit))))).WithTrailingTrivia(current.GetTrailingTrivia());
        });
        return true;
    }

    /// <summary>The call with what awaits it, where nobody needs the value.</summary>
    private static ExpressionSyntax? WholeOf(InvocationExpressionSyntax call)
    {
        ExpressionSyntax whole = Calls.Awaited(call);
        bool isTask = call.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "SubscribeAsync" };
        return whole.Parent is ExpressionStatementSyntax or ArrowExpressionClauseSyntax or LambdaExpressionSyntax && isTask == whole is AwaitExpressionSyntax ? whole : null;
    }
}
