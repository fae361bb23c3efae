using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.Analyzers;
using RedisGuard.Analyzers.Rules;
using RedisGuard.CodeFixes.Editing;
using RedisGuard.CodeFixes.Owners;

namespace RedisGuard.CodeFixes.Subscriptions;

/// <summary>Unsubscribes the same handler from the same channel where the subscriber is disposed. A lambda becomes a method first.</summary>
internal sealed class UnsubscribeInDisposeFix : SiteFix
{
    public UnsubscribeInDisposeFix()
        : base(Fixes.UnsubscribeInDispose, "Unsubscribe the handler when its subscriber is disposed", Descriptors.OutlivesSubscriber.Id)
    {
    }

    protected override bool Apply(TrackedEdit edit, SiteContext context)
    {
        if (context.Site.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { Expression: MemberAccessExpressionSyntax { Expression: { } receiver }, ArgumentList.Arguments: { Count: 2 } arguments } call
            || arguments[0].NameColon is not null
            || arguments[1].NameColon is not null
            || call.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } declaration
            || declaration is not (ClassDeclarationSyntax or RecordDeclarationSyntax)
            || context.Model.GetDeclaredSymbol(declaration, context.CancellationToken) is not INamedTypeSymbol { TypeKind: TypeKind.Class, IsStatic: false } type
            || Reach.TextOf(arguments[0].Expression, context) is not { } channel)
        {
            return false;
        }

        string? reached = Reach.TextOf(receiver, context);
        KeptSubscriber? kept = reached is null ? KeptSubscriber.Of(call, receiver, declaration, type, context) : null;
        if ((reached ?? kept?.Field) is not { } subscriber)
        {
            return false;
        }

        var method = HandlerMethod.OfMessages(arguments[1].Expression, declaration, context);
        string? handler = method?.Name ?? (arguments[1].Expression is AnonymousFunctionExpressionSyntax ? null : Reach.TextOf(arguments[1].Expression, context));
        if (handler is null)
        {
            return false;
        }

        var closing = new ClosingText(
            subscriber,
            [$"{subscriber}.Unsubscribe({channel}, {handler});"],
            [$"await {subscriber}.UnsubscribeAsync({channel}, {handler}).ConfigureAwait(false);"]);
        if (!OwnerDisposal.TryAdd(edit, declaration, type, closing, context))
        {
            return false;
        }

        method?.Apply(edit, context);
        kept?.Apply(edit, context);
        return true;
    }
}
