using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.Analyzers;
using RedisGuard.Analyzers.Rules;
using RedisGuard.CodeFixes.Editing;

namespace RedisGuard.CodeFixes.Subscriptions;

/// <summary>
/// Makes one method of the lambda that is subscribed and the lambda that is unsubscribed, where they are the same text, or the one is
/// subscribed already as a method.
/// </summary>
internal sealed class HoistHandlerFix : SiteFix
{
    public HoistHandlerFix()
        : base(Fixes.HoistHandler, "Unsubscribe the handler that was subscribed", Descriptors.UnsubscribeWithoutEffect.Id)
    {
    }

    protected override bool Apply(TrackedEdit edit, SiteContext context)
    {
        if (context.Site.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { } unsubscribe
            || Calls.HandlerOf(unsubscribe, context) is not AnonymousFunctionExpressionSyntax ineffective
            || unsubscribe.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } declaration
            || declaration.Modifiers.Any(SyntaxKind.PartialKeyword)
            || Calls.OnlySubscribe(declaration, context) is not { } subscribe
            || Calls.HandlerOf(subscribe, context) is not { } subscribed)
        {
            return false;
        }

        if (subscribed is AnonymousFunctionExpressionSyntax)
        {
            if (!subscribed.IsEquivalentTo(ineffective) || HandlerMethod.OfMessages(subscribed, declaration, context) is not { } method)
            {
                return false;
            }

            edit.Replace(ineffective, current => SyntaxFactory.IdentifierName(method.Name).WithTriviaFrom(current));
            method.Apply(edit, context);
            return true;
        }

        if (Reach.TextOf(subscribed, context) is not { } handler)
        {
            return false;
        }

        edit.Replace(ineffective, current => SyntaxFactory.ParseExpression(handler).WithTriviaFrom(current));
        return true;
    }
}
