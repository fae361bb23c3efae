using System;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RedisGuard.Analyzers.Subscriptions;

/// <summary>Reads how a channel's text is meant: the pattern <c>news.*</c> is another channel than the literal one.</summary>
internal static class ChannelModes
{
    /// <summary><c>Literal</c>, <c>Pattern</c>, <c>Sharded</c> or another of the library's words; null where the expression doesn't say.</summary>
    public static string? Of(IOperation channel, string text)
    {
        while (true)
        {
            switch (channel)
            {
                case IConversionOperation { OperatorMethod.ContainingType.Name: "RedisChannel" }:
                    return Guessed(text);
                case IConversionOperation conversion:
                    channel = conversion.Operand;
                    break;
                case IParenthesizedOperation parenthesized:
                    channel = parenthesized.Operand;
                    break;
                case IInvocationOperation { Instance: null, TargetMethod: { ContainingType.Name: "RedisChannel", Name: { } made } }:
                    return made;
                case IInvocationOperation { Instance: { Type.Name: "RedisChannel" } instance }:
                    channel = instance;
                    break;
                case IObjectCreationOperation { Type.Name: "RedisChannel", Arguments: { Length: 2 } arguments }:
                    return arguments[1].Value is IFieldReferenceOperation { Field.Name: { } mode } ? mode == "Auto" ? Guessed(text) : mode : null;
                default:
                    return null;
            }
        }
    }

    // As the library does it.
    private static string Guessed(string text) => text.IndexOf("*", StringComparison.Ordinal) >= 0 ? "Pattern" : "Literal";
}
