using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.CodeFixes.Editing;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace RedisGuard.CodeFixes.Subscriptions;

/// <summary>A handler of a channel and a value, made one of the message that has both.</summary>
internal sealed class MessageHandler
{
    private readonly ExpressionSyntax _given;
    private readonly string _message;
    private readonly string _value;

    private MessageHandler(ExpressionSyntax given, string message, string value)
    {
        _given = given;
        _message = message;
        _value = value;
    }

    /// <param name="given">The handler: a lambda of both parameters, or what names a method or a variable.</param>
    /// <param name="value">The message's member that is the value.</param>
    public static MessageHandler? Of(ExpressionSyntax given, string value)
        => given is ParenthesizedLambdaExpressionSyntax { ParameterList.Parameters.Count: 2 } or SimpleNameSyntax or MemberAccessExpressionSyntax
            && FreeName.Around(given, "message", "received", "channelMessage") is { } message
            ? new MessageHandler(given, message, value)
            : null;

    /// <summary>Lets a lambda's body read from the message.</summary>
    public void Prepare(TrackedEdit edit, SiteContext context)
    {
        if (_given is not ParenthesizedLambdaExpressionSyntax lambda)
        {
            return;
        }

        var members = new Dictionary<ISymbol, string>(SymbolEqualityComparer.Default);
        for (int index = 0; index < 2; index++)
        {
            if (context.Model.GetDeclaredSymbol(lambda.ParameterList.Parameters[index], context.CancellationToken) is { } parameter)
            {
                members[parameter] = index == 0 ? "Channel" : _value;
            }
        }

        foreach (IdentifierNameSyntax use in lambda.Body.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>())
        {
            if (context.SymbolOf(use) is { } symbol && members.TryGetValue(symbol, out string? member))
            {
                edit.Replace(use, current => ParseExpression($"{_message}.{member}").WithTriviaFrom(current));
            }
        }
    }

    /// <summary>The handler of a message.</summary>
    public ExpressionSyntax Written(TrackedEdit edit)
        => edit.Current(_given) is ParenthesizedLambdaExpressionSyntax lambda
            ? SimpleLambdaExpression(lambda.Modifiers, Parameter(Identifier(_message).WithTrailingTrivia(Space)), lambda.Block, lambda.ExpressionBody)
                .WithArrowToken(lambda.ArrowToken)
                .WithTrailingTrivia(lambda.GetTrailingTrivia())
            : ParseExpression($"{_message} => {_given}({_message}.Channel, {_message}.{_value})");
}
