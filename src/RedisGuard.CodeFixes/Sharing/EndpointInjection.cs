using System;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.CodeFixes.Editing;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace RedisGuard.CodeFixes.Sharing;

/// <summary>An endpoint's lambda, whose parameters the framework takes from the container: <c>app.MapGet("/", (IConnectionMultiplexer redis) =&gt; …)</c>.</summary>
internal static class EndpointInjection
{
    private static readonly string[] s_maps = ["MapGet", "MapPost", "MapPut", "MapDelete", "MapPatch"];

    public static ParenthesizedLambdaExpressionSyntax? LambdaAround(SyntaxNode place) => place.Ancestors().OfType<ParenthesizedLambdaExpressionSyntax>().FirstOrDefault(lambda =>
        lambda.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } }
        && Array.IndexOf(s_maps, access.Name.Identifier.ValueText) >= 0);

    /// <summary>Null where a parameter has no type of its own, so that another can't have one.</summary>
    public static Injection? Of(ParenthesizedLambdaExpressionSyntax lambda, INamedTypeSymbol service, SiteContext context)
    {
        ParameterSyntax? given = lambda.ParameterList.Parameters.FirstOrDefault(parameter =>
            parameter.Type is { } type && SymbolEqualityComparer.Default.Equals(context.Model.GetTypeInfo(type, context.CancellationToken).Type, service));
        if (given is not null)
        {
            return new Injection(IdentifierName(given.Identifier.ValueText));
        }

        // What the file calls something else may be reached from the lambda.
        return lambda.ParameterList.Parameters.All(parameter => parameter.Type is not null) && Injection.NameIn(context.Root) is { } name
            ? new Injection(IdentifierName(name), edit => edit.Replace(lambda.ParameterList, list => ParameterAddition.WithOneMore(list, name, service, context)))
            : null;
    }
}
