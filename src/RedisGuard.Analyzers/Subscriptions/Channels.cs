using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace RedisGuard.Analyzers.Subscriptions;

/// <summary>Compares channels as they are written: texts through constants and initialisers, variables by their symbols.</summary>
internal sealed class Channels
{
    private const int MaxSteps = 8;

    private readonly Compilation _compilation;

    public Channels(Compilation compilation) => _compilation = compilation;

    public ChannelMatch Compare(IOperation? left, IOperation? right, CancellationToken cancellationToken)
    {
        if (left is null || right is null)
        {
            return ChannelMatch.Unknown;
        }

        if (TextOf(left, cancellationToken) is ({ } leftText, var leftMode) && TextOf(right, cancellationToken) is ({ } rightText, var rightMode))
        {
            return leftText == rightText && (leftMode is null || rightMode is null || leftMode == rightMode) ? ChannelMatch.Same : ChannelMatch.Different;
        }

        left = Unwrap(left);
        right = Unwrap(right);
        if (Kept(left) is { } leftPlace && Kept(right) is { } rightPlace)
        {
            return SymbolEqualityComparer.Default.Equals(leftPlace, rightPlace) ? ChannelMatch.Same
                : leftPlace is IFieldSymbol or IPropertySymbol && rightPlace is IFieldSymbol or IPropertySymbol ? ChannelMatch.Apart
                : ChannelMatch.Unknown;
        }

        return OfInterpolated(left, right);
    }

    /// <summary>What stands inside conversions and <c>RedisChannel.Literal(…)</c> and its kin.</summary>
    public static IOperation Unwrap(IOperation channel)
    {
        while (true)
        {
            switch (channel)
            {
                case IConversionOperation conversion:
                    channel = conversion.Operand;
                    break;
                case IParenthesizedOperation parenthesized:
                    channel = parenthesized.Operand;
                    break;
                case IInvocationOperation { Instance: null, TargetMethod: { ContainingType.Name: "RedisChannel" }, Arguments: { Length: > 0 } arguments }:
                    channel = arguments[0].Value;
                    break;
                case IInvocationOperation { Instance: { Type.Name: "RedisChannel" } instance }:
                    // .WithKeyRouting() and the like
                    channel = instance;
                    break;
                case IObjectCreationOperation { Type.Name: "RedisChannel", Arguments: { Length: > 0 } arguments }:
                    channel = arguments[0].Value;
                    break;
                default:
                    return channel;
            }
        }
    }

    /// <summary>The channel's text, where it is constant or a read-only member is initialised with it, and how it is meant.</summary>
    private (string Text, string? Mode)? TextOf(IOperation channel, CancellationToken cancellationToken)
    {
        // The innermost that says how says it; a place that keeps a channel says nothing.
        var written = new List<IOperation>();
        IOperation? current = channel;
        for (int step = 0; current is not null && step < MaxSteps; step++)
        {
            written.Add(current);
            current = Unwrap(current);
            if (current.ConstantValue is { HasValue: true, Value: string text })
            {
                return (text, written.Select(part => ChannelModes.Of(part, text)).LastOrDefault(mode => mode is not null));
            }

            current = current switch
            {
                IFieldReferenceOperation { Field: { IsReadOnly: true } field } => InitialValue(field, cancellationToken),
                IPropertyReferenceOperation { Property: { SetMethod: null } property } => InitialValue(property, cancellationToken),
                _ => null,
            };
        }

        return null;
    }

    private IOperation? InitialValue(ISymbol member, CancellationToken cancellationToken)
    {
        if (member.DeclaringSyntaxReferences.Length != 1)
        {
            return null;
        }

        SyntaxNode declaration = member.DeclaringSyntaxReferences[0].GetSyntax(cancellationToken);
        ExpressionSyntax? value = declaration switch
        {
            VariableDeclaratorSyntax variable => variable.Initializer?.Value,
            PropertyDeclarationSyntax property => property.Initializer?.Value ?? property.ExpressionBody?.Expression,
            _ => null,
        };
        if (value is null || !_compilation.ContainsSyntaxTree(value.SyntaxTree))
        {
            return null;
        }

        // Only for the channels of a type that unsubscribes.
#pragma warning disable RS1030
        return _compilation.GetSemanticModel(value.SyntaxTree).GetOperation(value, cancellationToken);
#pragma warning restore RS1030
    }

    private static ISymbol? Kept(IOperation channel)
        => channel switch
        {
            IFieldReferenceOperation { Instance: null or IInstanceReferenceOperation } field => field.Field,
            IPropertyReferenceOperation { Instance: null or IInstanceReferenceOperation } property => property.Property,
            ILocalReferenceOperation local => local.Local,
            IParameterReferenceOperation parameter => parameter.Parameter,
            _ => null,
        };

    // The same text written twice is the same channel; two that begin differently aren't.
    private static ChannelMatch OfInterpolated(IOperation left, IOperation right)
        => left.Syntax.IsEquivalentTo(right.Syntax, topLevel: false) ? ChannelMatch.Same
            : FixedParts(left) is { } leftParts && FixedParts(right) is { } rightParts && !MayMeet(leftParts, rightParts) ? ChannelMatch.Different
            : ChannelMatch.Unknown;

    private static bool MayMeet((string Start, string End) left, (string Start, string End) right)
    {
        int start = Math.Min(left.Start.Length, right.Start.Length);
        int end = Math.Min(left.End.Length, right.End.Length);
        return string.CompareOrdinal(left.Start, 0, right.Start, 0, start) == 0
            && string.CompareOrdinal(left.End, left.End.Length - end, right.End, right.End.Length - end, end) == 0;
    }

    /// <summary>The text before the first and after the last thing put in.</summary>
    private static (string Start, string End)? FixedParts(IOperation channel)
    {
        switch (channel)
        {
            case { ConstantValue: { HasValue: true, Value: string text } }:
                return (text, text);
            case IInterpolatedStringOperation { Parts: { Length: > 0 } parts }:
                return (Text(parts[0]), Text(parts[parts.Length - 1]));
            default:
                return null;
        }
    }

    private static string Text(IInterpolatedStringContentOperation part)
        => part is IInterpolatedStringTextOperation { Text.ConstantValue: { HasValue: true, Value: string text } } ? text : string.Empty;
}
