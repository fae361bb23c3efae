using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.Analyzers;
using RedisGuard.Analyzers.Rules;
using RedisGuard.CodeFixes.Editing;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace RedisGuard.CodeFixes.Secrets;

/// <summary>
/// <c>options</c> and <c>options.ToString()</c> become <c>options.ToString(includePassword: false)</c>. The <c>Configuration</c> of a
/// multiplexer, a text with the password in it, is read into options first; so is a variable that has such a text.
/// </summary>
internal sealed class HidePasswordFix : SiteFix
{
    public HidePasswordFix()
        : base(Fixes.HidePassword, "Write it without the password", Descriptors.PasswordInLog.Id)
    {
    }

    protected override bool Apply(TrackedEdit edit, SiteContext context)
    {
        // A diagnostic about a whole argument may end where the call's own expression does.
        ExpressionSyntax? secret = context.Site as ExpressionSyntax ?? (context.Site as ArgumentSyntax)?.Expression;
        switch (secret)
        {
            case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ToString" } access } call:
                edit.Replace(call, current => Masked(((MemberAccessExpressionSyntax)((InvocationExpressionSyntax)current).Expression).Expression).WithTriviaFrom(current));
                return IsOptions(access.Expression, context);

            case MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Configuration" } or IdentifierNameSyntax when IsText(secret, context):
                if (context.Model.Compilation.GetTypeByMetadataName("StackExchange.Redis.ConfigurationOptions") is not { } options)
                {
                    return false;
                }

                edit.Replace(secret, current => Masked(InvocationExpression(
                    Member(context.Receiver(options), "Parse"),
                    ArgumentList(SingletonSeparatedList(Argument(current.WithoutTrivia()))))).WithTriviaFrom(current));
                return true;

            case IdentifierNameSyntax or MemberAccessExpressionSyntax or InvocationExpressionSyntax when IsOptions(secret, context):
                edit.Replace(secret, current => Masked(current.WithoutTrivia()).WithTriviaFrom(current));
                return true;

            default:
                return false;
        }
    }

    private static InvocationExpressionSyntax Masked(ExpressionSyntax options) => InvocationExpression(
        Member(options, "ToString"),
        ArgumentList(SingletonSeparatedList(Argument(
            NameColon(IdentifierName("includePassword")).WithColonToken(Token(SyntaxKind.ColonToken).WithTrailingTrivia(Space)),
            refKindKeyword: default,
            LiteralExpression(SyntaxKind.FalseLiteralExpression)))));

    private static MemberAccessExpressionSyntax Member(ExpressionSyntax of, string name) =>
        MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, of, IdentifierName(name));

    private static bool IsOptions(ExpressionSyntax expression, SiteContext context) =>
        context.Model.GetTypeInfo(expression, context.CancellationToken).Type is { Name: "ConfigurationOptions" };

    private static bool IsText(ExpressionSyntax expression, SiteContext context) =>
        context.Model.GetTypeInfo(expression, context.CancellationToken).Type is { SpecialType: SpecialType.System_String };
}
