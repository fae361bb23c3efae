using System.Collections.Immutable;

namespace RedisGuard.Analyzers.Model;

/// <summary>One kind of resource, in the words of the table: names of types, and how it behaves.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Types">The types whose values are the resource; of an interface, also those that extend it.</param>
/// <param name="Views">The types of what the resource gives out that works only as long as it is held.</param>
internal sealed record Resource(ResourceKind Kind, ImmutableArray<string> Types, ImmutableArray<string> Views)
{
    /// <summary>Whether each library method that returns one of <see cref="Types"/> acquires, whatever its name.</summary>
    public bool IsAcquiredByType { get; init; }

    /// <summary>Whether the resource can be released through a view of it: whoever keeps a view may be its owner.</summary>
    public bool IsReachedThroughViews { get; init; }

    /// <summary>
    /// Whether commands on it are kept back until its release: their answers come after it, and one more command after it
    /// waits for the next.
    /// </summary>
    public bool KeepsCommandsBack { get; init; }

    /// <summary>Tells whether the acquiring call answers by true or false: no value stands for the resource, and a key releases it.</summary>
    public bool IsToldByAnswer { get; init; }
}
