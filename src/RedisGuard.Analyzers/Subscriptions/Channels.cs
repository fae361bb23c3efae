using System;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Ownership.Members;
using RedisGuard.Analyzers.Values;

namespace RedisGuard.Analyzers.Subscriptions;

/// <summary>Compares channels as they are written: texts through constants, sums and what members are declared with, variables by their symbols.</summary>
internal sealed class Channels
{
    private readonly SourceValues _sources;
    private readonly TypeOwnerships _types;

    public Channels(Compilation compilation, TypeOwnerships types)
    {
        _sources = new SourceValues(compilation, steadyOnly: true);
        _types = types;
    }

    public ChannelMatch Compare(IOperation? left, IOperation? right, CancellationToken cancellationToken)
    {
        if (left is null || right is null)
        {
            return ChannelMatch.Unknown;
        }

        var one = ChannelText.Of(left, _sources, _types, cancellationToken);
        var other = ChannelText.Of(right, _sources, _types, cancellationToken);
        if (one.Text.Whole is { } leftText && other.Text.Whole is { } rightText)
        {
            return leftText == rightText && (one.Mode is null || other.Mode is null || one.Mode == other.Mode) ? ChannelMatch.Same : ChannelMatch.Different;
        }

        left = Unwrap(left);
        right = Unwrap(right);
        if (Kept(left) is { } leftPlace && Kept(right) is { } rightPlace && SymbolEqualityComparer.Default.Equals(leftPlace, rightPlace))
        {
            return ChannelMatch.Same;
        }

        return !MayMeet(one.Text.Pattern, other.Text.Pattern) || one.Text.DiffersFrom(other.Text) ? ChannelMatch.Different
            : Kept(left) is IFieldSymbol or IPropertySymbol && Kept(right) is IFieldSymbol or IPropertySymbol ? ChannelMatch.Apart
            : Kept(left) is null && left.Syntax.IsEquivalentTo(right.Syntax, topLevel: false) ? ChannelMatch.Same
            : ChannelMatch.Unknown;
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

    private static ISymbol? Kept(IOperation channel)
        => channel switch
        {
            IFieldReferenceOperation { Instance: null or IInstanceReferenceOperation } field => field.Field,
            IPropertyReferenceOperation { Instance: null or IInstanceReferenceOperation } property => property.Property,
            ILocalReferenceOperation local => local.Local,
            IParameterReferenceOperation parameter => parameter.Parameter,
            _ => null,
        };

    /// <summary>Whether two texts that are known in part may be the same one: they begin and end alike.</summary>
    private static bool MayMeet(string left, string right)
    {
        (string leftStart, string leftEnd) = FixedParts(left);
        (string rightStart, string rightEnd) = FixedParts(right);
        int start = Math.Min(leftStart.Length, rightStart.Length);
        int end = Math.Min(leftEnd.Length, rightEnd.Length);
        return string.CompareOrdinal(leftStart, 0, rightStart, 0, start) == 0
            && string.CompareOrdinal(leftEnd, leftEnd.Length - end, rightEnd, rightEnd.Length - end, end) == 0;
    }

    /// <summary>The text before the first and after the last part that isn't known.</summary>
    private static (string Start, string End) FixedParts(string pattern)
    {
        int first = pattern.IndexOf(WrittenText.Hole);
        return first < 0 ? (pattern, pattern) : (pattern.Substring(0, first), pattern.Substring(pattern.LastIndexOf(WrittenText.Hole) + 1));
    }
}
