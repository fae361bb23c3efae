using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Ownership.Members;
using RedisGuard.Analyzers.Values;

namespace RedisGuard.Analyzers.Subscriptions;

/// <summary>A channel's text as far as the source says it, and how it is meant.</summary>
/// <param name="Text">The text, with holes for what isn't known.</param>
/// <param name="Mode">As a literal, a pattern or another kind of channel; null where nothing says so.</param>
internal readonly record struct ChannelText(WrittenText Text, string? Mode)
{
    /// <summary>A channel in a field in a field: past that nobody would find the text by reading either.</summary>
    private const int MaxSteps = 8;

    public static ChannelText Of(IOperation channel, SourceValues sources, TypeOwnerships types, CancellationToken cancellationToken)
    {
        // The innermost that says how says it; a place that keeps a channel says nothing.
        var written = new List<IOperation>();
        IOperation current = channel;
        for (int step = 0; step < MaxSteps; step++)
        {
            written.Add(current);
            current = Channels.Unwrap(current);
            IOperation? kept = current.Type is { Name: "RedisChannel" } ? Behind(current, sources, types, cancellationToken) : null;
            if (kept is null)
            {
                break;
            }

            current = kept;
        }

        var text = WrittenText.Of(current, sources, cancellationToken);
        return new ChannelText(text, written.Select(part => ChannelModes.Of(part, text.Pattern)).LastOrDefault(mode => mode is not null));
    }

    private static IOperation? Behind(IOperation channel, SourceValues sources, TypeOwnerships types, CancellationToken cancellationToken)
        => channel switch
        {
            ILocalReferenceOperation local => local.OnlyValue(),
            IFieldReferenceOperation field => sources.Initial(field.Field, cancellationToken) ?? FilledOnce(field.Field, types, cancellationToken),
            IPropertyReferenceOperation property => sources.Initial(property.Property, cancellationToken) ?? sources.Returned(property.Property, cancellationToken),
            IInvocationOperation { Arguments.IsEmpty: true } call => sources.Returned(call.TargetMethod, cancellationToken),
            _ => null,
        };

    /// <summary>What a constructor puts into a read-only field, where it is one value.</summary>
    private static IOperation? FilledOnce(IFieldSymbol field, TypeOwnerships types, CancellationToken cancellationToken)
        => field is { IsReadOnly: true, ContainingType: { } type } && types.Of(type, field, cancellationToken).Fills is [{ Operation: IAssignmentOperation { Value: { } value } }]
            ? value
            : null;
}
