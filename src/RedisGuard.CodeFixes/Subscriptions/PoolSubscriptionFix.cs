using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.Analyzers;
using RedisGuard.Analyzers.Rules;
using RedisGuard.CodeFixes.Editing;
using RedisGuard.CodeFixes.Owners;
using RedisGuard.CodeFixes.Sharing;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace RedisGuard.CodeFixes.Subscriptions;

/// <summary>
/// <c>await sub.SubscribeAsync(channel, handler)</c> becomes <c>_subscription = await pool.SubscribeAsync(channel, message =&gt; …)</c>, and
/// the subscriber's disposal ends it. Only where a pool is at hand.
/// </summary>
internal sealed class PoolSubscriptionFix : SiteFix
{
    public PoolSubscriptionFix()
        : base(Fixes.PoolSubscription, "Subscribe at the RedisPool, and dispose the subscription with its subscriber", Descriptors.OutlivesSubscriber.Id)
    {
    }

    protected override bool Apply(TrackedEdit edit, SiteContext context)
    {
        if (context.Site.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { Expression: MemberAccessExpressionSyntax, ArgumentList.Arguments: [{ NameColon: null } channel, { NameColon: null, Expression: { } given }] } call
            || call.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { Members.Count: > 0 } declaration
            || declaration is not (ClassDeclarationSyntax or RecordDeclarationSyntax)
            || context.Model.GetDeclaredSymbol(declaration, context.CancellationToken) is not INamedTypeSymbol { TypeKind: TypeKind.Class, IsStatic: false } type
            || context.Model.Compilation.GetTypeByMetadataName("RedisGuard.Pool.RedisSubscription") is not { } subscription
            || PoolAtHand.NameAt(call, context) is not { } pool
            || AwaitingCall.Of(call) is not { } place
            || MessageHandler.Of(given, "Value") is not { } handler
            || !MayBeAwaited(given, edit, context))
        {
            return false;
        }

        string field = FieldNaming.NameFor("Subscription", type, context.Root);
        var closing = new ClosingText(
            field,
            [$"_ = {field}?.DisposeAsync().AsTask();"],
            [$"if ({field} != null)", "{", $"    await {field}.DisposeAsync().ConfigureAwait(false);", "}"]);
        if (!OwnerDisposal.TryAdd(edit, declaration, type, closing, context))
        {
            return false;
        }

        handler.Prepare(edit, context);
        ArgumentListSyntax arguments = call.ArgumentList.WithArguments(call.ArgumentList.Arguments.Replace(call.ArgumentList.Arguments[1], Argument(handler.Written(edit))));
        place.Replace(edit, field, $"{pool}.SubscribeAsync{arguments.WithoutTrivia()}");
        edit.Replace(declaration, current => FieldInsertion.Insert(current, Field(field, subscription, context), string.Empty, Layout.LineEnd(context.Root)));
        return true;
    }

    /// <summary>An async void method must return its task: the pool awaits a handler, where it can.</summary>
    private static bool MayBeAwaited(ExpressionSyntax given, TrackedEdit edit, SiteContext context)
    {
        if (context.SymbolOf(given) is not IMethodSymbol { IsAsync: true, MethodKind: MethodKind.Ordinary or MethodKind.LocalFunction })
        {
            return true;
        }

        if (given is not SimpleNameSyntax name || AsyncVoidMethod.Of(name, context) is not { } method)
        {
            return false;
        }

        method.ReturnTask(edit, context);
        return true;
    }

    private static FieldDeclarationSyntax Field(string name, INamedTypeSymbol subscription, SiteContext context)
    {
        TypeSyntax type = context.TypeReference(subscription);
        bool annotated = context.Model.GetNullableContext(context.Site.SpanStart).AnnotationsEnabled();
        return FieldDeclaration(VariableDeclaration((annotated ? NullableType(type) : type).WithTrailingTrivia(Space), SingletonSeparatedList(VariableDeclarator(name))))
            .WithModifiers(TokenList(Token(SyntaxKind.PrivateKeyword).WithTrailingTrivia(Space)));
    }
}
