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

/// <summary>Passes the one handler that the type subscribes to the Unsubscribe that named none.</summary>
internal sealed class PassHandlerFix : SiteFix
{
    public PassHandlerFix()
        : base(Fixes.PassHandler, "Unsubscribe the handler that was subscribed here", Descriptors.UnsubscribesEverybody.Id)
    {
    }

    protected override bool Apply(TrackedEdit edit, SiteContext context)
    {
        if (context.Site.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { ArgumentList.Arguments: { Count: > 0 } arguments } unsubscribe
            || unsubscribe.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } declaration
            || declaration.Modifiers.Any(SyntaxKind.PartialKeyword)
            || Calls.OnlySubscribe(declaration, context) is not { } subscribe
            || Calls.HandlerOf(subscribe, context) is not { } subscribed
            || subscribed is AnonymousFunctionExpressionSyntax
            || Reach.TextOf(subscribed, context) is not { } handler)
        {
            return false;
        }

        ArgumentSyntax given = Argument(ParseExpression(handler));
        if (Calls.HandlerOf(unsubscribe, context) is { Parent: ArgumentSyntax missing })
        {
            // A null that was written out.
            edit.Replace(missing, current => current.WithExpression(given.Expression));
            return true;
        }

        edit.Replace(unsubscribe.ArgumentList, current => current.WithArguments(SeparatedList(
            new[] { current.Arguments[0], given }.Concat(current.Arguments.Skip(1)),
            Commas(arguments.Count))));
        return true;
    }

    private static IEnumerable<SyntaxToken> Commas(int count)
    {
        for (int index = 0; index < count; index++)
        {
            yield return Token(SyntaxKind.CommaToken).WithTrailingTrivia(Space);
        }
    }
}
