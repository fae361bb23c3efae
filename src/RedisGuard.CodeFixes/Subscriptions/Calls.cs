using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RedisGuard.CodeFixes.Subscriptions;

/// <summary>The calls by which a type subscribes.</summary>
internal static class Calls
{
    /// <summary>The one call of the type that subscribes a handler; null where there are more, or none.</summary>
    public static InvocationExpressionSyntax? OnlySubscribe(TypeDeclarationSyntax declaration, SiteContext context)
    {
        InvocationExpressionSyntax[] calls =
        [
            .. declaration.DescendantNodes().OfType<InvocationExpressionSyntax>()
                .Where(call => NameOf(call) is "Subscribe" or "SubscribeAsync" && context.SymbolOf(call) is IMethodSymbol { ContainingType.Name: "ISubscriber" } && HandlerOf(call, context) is not null),
        ];
        return calls.Length == 1 ? calls[0] : null;
    }

    /// <summary>Tells whether the type unsubscribes at a subscriber. What ends a queue that it keeps is no such call.</summary>
    public static bool MayUnsubscribe(TypeDeclarationSyntax declaration, SiteContext context)
        => declaration.DescendantNodes().OfType<SimpleNameSyntax>().Any(name =>
            name.Identifier.ValueText is "Unsubscribe" or "UnsubscribeAsync" && context.SymbolOf(name) is not IMethodSymbol { ContainingType.Name: "ChannelMessageQueue" });

    /// <summary>The handler that a call is given.</summary>
    public static ExpressionSyntax? HandlerOf(InvocationExpressionSyntax call, SiteContext context)
        => context.SymbolOf(call) is IMethodSymbol method
            ? call.ArgumentList.Arguments.Select((argument, index) => (argument, index)).FirstOrDefault(pair => ParameterOf(pair.argument, pair.index, method)?.Type.TypeKind == TypeKind.Delegate).argument?.Expression
            : null;

    /// <summary>The call with what configures and awaits it.</summary>
    public static ExpressionSyntax Awaited(InvocationExpressionSyntax call)
    {
        ExpressionSyntax whole = call;
        if (whole.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Parent: InvocationExpressionSyntax configured })
        {
            whole = configured;
        }

        return whole.Parent is AwaitExpressionSyntax awaiting ? awaiting : whole;
    }

    private static IParameterSymbol? ParameterOf(ArgumentSyntax argument, int index, IMethodSymbol method)
        => argument.NameColon is { Name.Identifier.ValueText: { } name } ? method.Parameters.FirstOrDefault(parameter => parameter.Name == name)
            : index < method.Parameters.Length ? method.Parameters[index]
            : null;

    private static string? NameOf(InvocationExpressionSyntax call) => call.Expression switch
    {
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        MemberBindingExpressionSyntax binding => binding.Name.Identifier.ValueText,
        _ => null,
    };
}
