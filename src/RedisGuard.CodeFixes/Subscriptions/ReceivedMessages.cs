using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.CodeFixes.Editing;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace RedisGuard.CodeFixes.Subscriptions;

/// <summary>The messages of a queue in a function: they become the pool's, which say the same of channel and value and nothing more.</summary>
internal static class ReceivedMessages
{
    /// <summary>False where a message is used as a whole, or for what the pool's doesn't have.</summary>
    public static bool TryBecome(INamedTypeSymbol message, SyntaxNode function, TrackedEdit edit, SiteContext context)
        => function.DescendantNodes().OfType<ExpressionSyntax>()
            .Where(expression => context.Model.GetTypeInfo(expression, context.CancellationToken).Type is { Name: "ChannelMessage", ContainingNamespace.Name: "Redis" })
            .ToArray()
            .All(expression => context.SymbolOf(expression) is INamedTypeSymbol ? TryNameType(expression, message, edit, context) : TryUse(expression, edit));

    private static bool TryNameType(ExpressionSyntax type, INamedTypeSymbol message, TrackedEdit edit, SiteContext context)
    {
        if (type is not IdentifierNameSyntax { IsVar: true })
        {
            edit.Replace(type, current => context.TypeReference(message).WithTriviaFrom(current));
        }

        return true;
    }

    private static bool TryUse(ExpressionSyntax use, TrackedEdit edit)
    {
        switch (use.Parent)
        {
            case MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Message" } access when access.Expression == use:
                edit.Replace(access.Name, current => IdentifierName("Value").WithTriviaFrom(current));
                return true;

            case MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Channel" } access when access.Expression == use:
            case ParenthesizedExpressionSyntax or EqualsValueClauseSyntax or ArgumentSyntax { RefKindKeyword.RawKind: (int)SyntaxKind.OutKeyword }:
                return true;

            default:
                return false;
        }
    }
}
