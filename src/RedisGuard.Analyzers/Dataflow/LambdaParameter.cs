using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RedisGuard.Analyzers.Dataflow;

/// <summary>Fate of the first parameter that a lambda is given: a resource, or a task of one. Told by the text, as a lambda is short.</summary>
internal static class LambdaParameter
{
    /// <summary>The fate of the parameter; null where the argument is no lambda.</summary>
    public static ParameterFate? FateOf(IOperation argument, bool isTask)
    {
        SyntaxNode syntax = argument.Syntax is ArgumentSyntax { Expression: { } given } ? given : argument.Syntax;
        (string? Name, SyntaxNode? Body) lambda = syntax switch
        {
            SimpleLambdaExpressionSyntax simple => (simple.Parameter.Identifier.ValueText, simple.Body),
            ParenthesizedLambdaExpressionSyntax { ParameterList.Parameters: { Count: > 0 } parameters } several => (parameters[0].Identifier.ValueText, several.Body),
            _ => default,
        };
        if (lambda.Body is not { } body)
        {
            return null;
        }

        ParameterFate fate = ParameterFate.Borrows;
        foreach (IdentifierNameSyntax use in body.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Where(use => use.Identifier.ValueText == lambda.Name))
        {
            ExpressionSyntax resource = use;
            if (isTask && use.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: var taken } result && result.Expression == use)
            {
                if (taken is "IsCompleted" or "IsFaulted" or "IsCanceled" or "IsCompletedSuccessfully" or "Status" or "Exception")
                {
                    continue;
                }

                resource = taken == "Result" ? result : use;
            }

            if (resource.Parent is PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } sure)
            {
                resource = sure;
            }

            if ((isTask && resource == use) || resource.Parent is not MemberAccessExpressionSyntax { Name.Identifier.ValueText: { } member } access || access.Expression != resource)
            {
                return ParameterFate.Escapes;
            }

            if (member is "Dispose" or "DisposeAsync" or "Close" or "CloseAsync")
            {
                fate = ParameterFate.Releases;
            }
        }

        return fate;
    }
}
