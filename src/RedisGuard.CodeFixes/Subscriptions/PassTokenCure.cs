using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.Analyzers;
using RedisGuard.CodeFixes.Editing;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace RedisGuard.CodeFixes.Subscriptions;

/// <summary>Passes the function's own CancellationToken to the loop over a queue, or to the wait for a message.</summary>
internal sealed class PassTokenCure : SiteCure
{
    public PassTokenCure()
        : base(Cures.PassToken, "Pass the CancellationToken", DiagnosticIds.ConsumerCannotEnd)
    {
    }

    protected override bool Apply(TrackedEdit edit, SiteContext context)
    {
        if (context.Site is not ExpressionSyntax place || TokenAt(place, context) is not { } token)
        {
            return false;
        }

        switch (place)
        {
            case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ReadAsync" }, ArgumentList.Arguments.Count: 0 } read:
                edit.Replace(read.ArgumentList, current => current.WithArguments(SingletonSeparatedList(Argument(IdentifierName(token)))));
                return true;

            case IdentifierNameSyntax or MemberAccessExpressionSyntax:
                edit.Replace(place, current => ParseExpression($"{current.WithoutTrivia()}.WithCancellation({token})").WithTriviaFrom(current));
                return true;

            default:
                return false;
        }
    }

    private static string? TokenAt(ExpressionSyntax place, SiteContext context)
        => Acquisition.FunctionOf(place) is { } function
            && context.Model.LookupSymbols(place.SpanStart).OfType<IParameterSymbol>()
                .Where(parameter => parameter.Type is { Name: "CancellationToken", ContainingNamespace.Name: "Threading" }
                    && parameter.DeclaringSyntaxReferences.Any(reference => function.Span.Contains(reference.Span)))
                .ToArray() is { Length: 1 } tokens
                    ? tokens[0].Name
                    : null;
}
