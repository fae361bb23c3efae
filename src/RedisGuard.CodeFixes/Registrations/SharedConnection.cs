using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.Analyzers.Registrations;
using RedisGuard.CodeFixes.Editing;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace RedisGuard.CodeFixes.Registrations;

/// <summary>The connection that an application shares, as it can be had at one place.</summary>
/// <param name="Expression">What gives it.</param>
/// <param name="Type">Its static type.</param>
/// <param name="Provider">The parameter that the expression asks, which may have to be named; null for a variable.</param>
internal sealed record SharedConnection(ExpressionSyntax Expression, ITypeSymbol Type, ParameterSyntax? Provider)
{
    public const string ProviderName = "provider";

    /// <summary>The shared connection at a place that opens one of its own; null where there is none, or more than one.</summary>
    public static SharedConnection? At(Acquisition acquisition, SiteContext context) => Resolved(acquisition, context) ?? Variable(acquisition, context);

    private static SharedConnection? Resolved(Acquisition acquisition, SiteContext context)
    {
        if (context.Model.Compilation.GetTypeByMetadataName("StackExchange.Redis.IConnectionMultiplexer") is not { } connection
            || ProviderOf(acquisition.Call, context) is not { } provider
            || !IsRegistered(connection, context))
        {
            return null;
        }

        string name = provider.Identifier.ValueText;
        if (name == "_" && FreeName.Around(acquisition.Call, ProviderName) is null)
        {
            return null;
        }

        ExpressionSyntax asking = InvocationExpression(MemberAccessExpression(
            SyntaxKind.SimpleMemberAccessExpression,
            IdentifierName(name == "_" ? ProviderName : name),
            GenericName(Identifier("GetRequiredService"), TypeArgumentList(SingletonSeparatedList(context.TypeReference(connection))))));
        return new SharedConnection(asking, connection, provider);
    }

    private static ParameterSyntax? ProviderOf(InvocationExpressionSyntax call, SiteContext context)
    {
        foreach (LambdaExpressionSyntax lambda in call.Ancestors().OfType<LambdaExpressionSyntax>())
        {
            if (context.SymbolOf(lambda) is IMethodSymbol { Parameters: var parameters }
                && parameters.FirstOrDefault(parameter => parameter.Type.Name == "IServiceProvider") is { } provider)
            {
                return provider.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(context.CancellationToken) as ParameterSyntax;
            }
        }

        return null;
    }

    // In this file, as one process-wide service: another file's registration may belong to another application.
    private static bool IsRegistered(INamedTypeSymbol connection, SiteContext context) => context.Root.DescendantNodes()
        .OfType<InvocationExpressionSyntax>()
        .Any(call => call.Expression is MemberAccessExpressionSyntax access
            && access.Name.Identifier.ValueText is "AddSingleton" or "TryAddSingleton" or "AddRedisGuard"
            && context.SymbolOf(call) is IMethodSymbol method
            && (method.Name == "AddRedisGuard"
                || (RegistrationCall.LifetimeOf(method.ReducedFrom ?? method) == ServiceLifetime.Singleton
                    && SymbolEqualityComparer.Default.Equals(method.TypeArguments.FirstOrDefault(), connection))));

    private static SharedConnection? Variable(Acquisition acquisition, SiteContext context)
    {
        int position = acquisition.Call.SpanStart;
        ISymbol[] candidates =
        [
            .. context.Model.LookupSymbols(position)
                .Where(symbol => TypeOf(symbol) is { Name: "IConnectionMultiplexer" or "ConnectionMultiplexer" } type
                    && symbol is not ILocalSymbol { IsUsing: true }
                    && type.ContainingNamespace?.ToDisplayString() == "StackExchange.Redis"
                    && symbol.DeclaringSyntaxReferences.FirstOrDefault() is { } declared
                    && IsBefore(declared, acquisition.Call, context)),
        ];
        return candidates is [{ } only] ? new SharedConnection(IdentifierName(only.Name), TypeOf(only)!, Provider: null) : null;
    }

    // A local that is still to come, or this very one, has nothing in it; one of a using block is closed with the block.
    private static bool IsBefore(SyntaxReference declared, InvocationExpressionSyntax call, SiteContext context) =>
        declared.GetSyntax(context.CancellationToken) is { } declaration
        && (declaration is ParameterSyntax || declaration.Span.End < call.SpanStart)
        && declaration.Parent?.Parent is not UsingStatementSyntax
        && !(declaration is ParameterSyntax && declaration.FirstAncestorOrSelf<AnonymousFunctionExpressionSyntax>() is not null);

    private static ITypeSymbol? TypeOf(ISymbol symbol) => symbol switch
    {
        ILocalSymbol local => local.Type,
        IParameterSymbol parameter => parameter.Type,
        _ => null,
    };
}
