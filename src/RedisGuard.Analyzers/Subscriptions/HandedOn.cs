using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.Analyzers.Reading;

namespace RedisGuard.Analyzers.Subscriptions;

/// <summary>
/// The names that a type gives to other code: a handler or a queue among them may be taken back there, by a helper or an
/// extension. Read as text, since all it can do is to silence.
/// </summary>
internal sealed class HandedOn
{
    private readonly HashSet<string> _names = new();

    public bool Has(ISymbol? symbol) => symbol is not null && _names.Contains(symbol.Name);

    public void Note(SyntaxNode node)
    {
        switch (node)
        {
            case ArgumentSyntax { Parent: ArgumentListSyntax { Parent: { } receiver } } argument when Takes(receiver):
                Add(argument.Expression);
                break;

            // An extension may be behind any name that the library's own types don't have.
            case MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax } access when !IsOfLibrary(access.Name.Identifier.ValueText):
                Add(access.Expression);
                break;

            case ConditionalAccessExpressionSyntax { WhenNotNull: InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax binding } } access when !IsOfLibrary(binding.Name.Identifier.ValueText):
                Add(access.Expression);
                break;
        }
    }

    private static bool Takes(SyntaxNode receiver)
        => receiver switch
        {
            InvocationExpressionSyntax { Expression: var called } => WrittenNames.NameOf(called) is { } name && !IsOfLibrary(name) && name != "nameof",
            // A delegate written out is the handler still.
            ObjectCreationExpressionSyntax { Type: GenericNameSyntax { Identifier.ValueText: "Action" } } => false,
            BaseObjectCreationExpressionSyntax => true,
            _ => false,
        };

    private static bool IsOfLibrary(string name)
        => name is "Subscribe" or "SubscribeAsync" or "Unsubscribe" or "UnsubscribeAsync" or "OnMessage" or "ReadAsync" or "TryRead" or "TryGetCount"
            or "WithCancellation" or "ConfigureAwait" or "GetAsyncEnumerator" or "ToString" or "Invoke";

    private void Add(ExpressionSyntax given)
    {
        while (given is PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } or ParenthesizedExpressionSyntax)
        {
            given = given is PostfixUnaryExpressionSyntax suppressed ? suppressed.Operand : ((ParenthesizedExpressionSyntax)given).Expression;
        }

        if (given is IdentifierNameSyntax name)
        {
            _names.Add(name.Identifier.ValueText);
        }
        else if (given is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax, Name: { } member })
        {
            _names.Add(member.Identifier.ValueText);
        }
    }
}
