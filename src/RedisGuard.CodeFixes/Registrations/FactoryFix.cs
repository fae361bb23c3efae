using System;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.Analyzers;
using RedisGuard.Analyzers.Rules;
using RedisGuard.CodeFixes.Editing;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace RedisGuard.CodeFixes.Registrations;

/// <summary>
/// <c>AddSingleton&lt;T&gt;(Connect(x))</c> becomes <c>AddSingleton&lt;T&gt;(_ =&gt; Connect(x))</c>: the container disposes what its
/// factories make, never what it was handed. The connecting happens later then, so nothing it reads may change in between.
/// </summary>
internal sealed class FactoryFix : SiteFix
{
    public FactoryFix()
        : base(Fixes.Factory, "Register a factory, so that the container closes the connection", Descriptors.RegisteredInstanceNeverClosed.Id)
    {
    }

    protected override bool Apply(TrackedEdit edit, SiteContext context)
    {
        if (Registration.Around(context) is not { } registration
            || ArgumentOf(context.Site) is not { } argument
            || argument.Parent != registration.Call.ArgumentList
            || argument.Expression.DescendantNodesAndSelf().Any(node => node is AwaitExpressionSyntax)
            || !Captures.AreSettled(argument.Expression, context)
            || Parameters(registration, argument.Expression, context) is not { } parameters)
        {
            return false;
        }

        edit.Replace(argument, current => current.WithNameColon(null).WithExpression(Lambda(parameters, current.Expression)).WithTriviaFrom(current));
        return true;
    }

    private static ArgumentSyntax? ArgumentOf(SyntaxNode site)
    {
        SyntaxNode? current = site;
        while (current?.Parent is ExpressionSyntax)
        {
            current = current.Parent;
        }

        return current?.Parent as ArgumentSyntax;
    }

    private static ExpressionSyntax Lambda(string[] parameters, ExpressionSyntax body)
    {
        SyntaxToken arrow = Token(SyntaxKind.EqualsGreaterThanToken).WithLeadingTrivia(Space).WithTrailingTrivia(Space);
        ParameterSyntax[] written = [.. parameters.Select(name => Parameter(Named(name)))];
        ExpressionSyntax bare = body.WithoutLeadingTrivia().WithoutTrailingTrivia();
        ExpressionSyntax lambda = written.Length == 1
            ? SimpleLambdaExpression(default, written[0], arrow, bare)
            : ParenthesizedLambdaExpression(
                default,
                ParameterList(SeparatedList(written, [Token(SyntaxKind.CommaToken).WithTrailingTrivia(Space)])),
                arrow,
                bare);
        return lambda.WithTriviaFrom(body);
    }

    // Two parameters may share the name «_» only if both tokens say that they are discards.
    private static SyntaxToken Named(string parameter) =>
        parameter == "_" ? Identifier(default, SyntaxKind.UnderscoreToken, parameter, parameter, default) : Identifier(parameter);

    // A parameter hides whatever had its name.
    private static string[]? Parameters(Registration registration, ExpressionSyntax connecting, SiteContext context)
    {
        string[][] candidates = registration.IsKeyed ? [["_", "_"], ["provider", "key"]] : [["_"], ["provider"]];
        SyntaxNode member = connecting.FirstAncestorOrSelf<MemberDeclarationSyntax>() ?? context.Root;
        return Array.Find(candidates, names =>
            !(names[0] == "_" && context.LanguageVersion < LanguageVersion.CSharp9)
            && !member.DescendantTokens().Any(token => token.IsKind(SyntaxKind.IdentifierToken)
                && Array.IndexOf(names, token.ValueText) >= 0
                && (token.ValueText != "_" || connecting.Span.Contains(token.Span))));
    }
}
