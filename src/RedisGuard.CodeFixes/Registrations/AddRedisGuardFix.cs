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
/// <c>AddScoped&lt;IConnectionMultiplexer&gt;(_ =&gt; Connect(x))</c>, or the same as a singleton beside the pool, becomes <c>AddRedisGuard(options =&gt; options.Configuration = x)</c>,
/// which registers one pool and its shared connection. Only where the configuration is known without asking the container.
/// </summary>
internal sealed class AddRedisGuardFix : SiteFix
{
    public AddRedisGuardFix()
        : base(Fixes.AddRedisGuard, "Register the pool with AddRedisGuard", Descriptors.RegistrationOpensPerScope.Id, Descriptors.OpenedOutsidePool.Id)
    {
    }

    protected override bool Apply(TrackedEdit edit, SiteContext context)
    {
        if (context.Model.Compilation.GetTypeByMetadataName("Microsoft.Extensions.DependencyInjection.RedisGuardServiceCollectionExtensions") is null
            || Registration.Around(context) is not { Name: GenericNameSyntax { TypeArgumentList.Arguments: [{ } service] } } registration
            || context.SymbolOf(service) is not { Name: "IConnectionMultiplexer" }
            || registration.Call.Expression is not MemberAccessExpressionSyntax
            || context.SymbolOf(registration.Call) is not IMethodSymbol { IsExtensionMethod: true, Parameters: { Length: > 0 } parameters } method
            || (method.ReducedFrom ?? method).Parameters[0].Type.Name != "IServiceCollection"
            || registration.Call.ArgumentList.Arguments.LastOrDefault()?.Expression is not LambdaExpressionSyntax factory
            || registration.Call.ArgumentList.DescendantTrivia().Any(Layout.IsComment)
            || Configuration(factory, context) is not { } configuration
            || FreeName.Around(registration.Call, "options", "pool", "redis") is not { } options)
        {
            return false;
        }

        LambdaExpressionSyntax configure = SimpleLambdaExpression(
            default,
            Parameter(Identifier(options)),
            Token(SyntaxKind.EqualsGreaterThanToken).WithLeadingTrivia(Space).WithTrailingTrivia(Space),
            AssignmentExpression(
                SyntaxKind.SimpleAssignmentExpression,
                MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, IdentifierName(options), IdentifierName(configuration.Property)),
                Token(SyntaxKind.EqualsToken).WithLeadingTrivia(Space).WithTrailingTrivia(Space),
                configuration.Value));
        SeparatedSyntaxList<ArgumentSyntax> arguments = SingletonSeparatedList(Argument(configure));
        if (registration.IsKeyed)
        {
            ArgumentSyntax key = registration.Call.ArgumentList.Arguments[0];
            if (context.Model.GetTypeInfo(key.Expression, context.CancellationToken).Type?.SpecialType != SpecialType.System_String)
            {
                return false;
            }

            arguments = SeparatedList([key.WithoutTrivia(), Argument(configure)], [Token(SyntaxKind.CommaToken).WithTrailingTrivia(Space)]);
        }

        ArgumentListSyntax list = ArgumentList(arguments);
        edit.Replace(registration.Call.ArgumentList, current => list.WithTriviaFrom(current));
        edit.Replace(registration.Name, current => IdentifierName("AddRedisGuard").WithTriviaFrom(current));
        return true;
    }

    /// <summary>The option that takes what the factory connects with, and its value; null where the factory does more than connect.</summary>
    private static (string Property, ExpressionSyntax Value)? Configuration(LambdaExpressionSyntax factory, SiteContext context)
    {
        if (BodyOf(factory) is not InvocationExpressionSyntax { ArgumentList.Arguments: [{ } argument] } connect
            || context.SymbolOf(connect) is not IMethodSymbol { Name: "Connect", ContainingType.Name: "ConnectionMultiplexer", Parameters: { Length: > 0 } parameters }
            || factory.DescendantNodes().OfType<IdentifierNameSyntax>().Any(use =>
                context.SymbolOf(use) is IParameterSymbol parameter && factory.Span.Contains(parameter.DeclaringSyntaxReferences[0].Span))
            || !Captures.AreSettled(argument.Expression, context))
        {
            return null;
        }

        return parameters[0].Type switch
        {
            { SpecialType: SpecialType.System_String } => ("Configuration", argument.Expression.WithoutTrivia()),
            { Name: "ConfigurationOptions" } => ("ConfigurationOptions", argument.Expression.WithoutTrivia()),
            _ => null,
        };
    }

    private static ExpressionSyntax? BodyOf(LambdaExpressionSyntax factory) => factory.Body switch
    {
        ExpressionSyntax expression => expression,
        BlockSyntax { Statements: [ReturnStatementSyntax { Expression: { } returned }] } => returned,
        _ => null,
    };
}
