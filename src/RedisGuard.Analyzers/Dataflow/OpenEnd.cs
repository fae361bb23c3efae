using Microsoft.CodeAnalysis;

namespace RedisGuard.Analyzers.Dataflow;

/// <summary>One place at which a path leaves an obligation open, whether or not that turns out to be a leak.</summary>
/// <param name="Kind">The way the path ends.</param>
/// <param name="Status">What may have become of the resource on the paths that end there.</param>
/// <param name="Place">What leaves: the returned value, the thrown exception, the call that is cancelled or that acquires anew; null at the end of the code.</param>
/// <param name="IsReturn">Whether a <c>return</c> is written there.</param>
internal readonly record struct OpenEnd(LeakKind Kind, ObligationStatus Status, SyntaxNode? Place, bool IsReturn);
