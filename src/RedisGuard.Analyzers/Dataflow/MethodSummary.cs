using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace RedisGuard.Analyzers.Dataflow;

/// <summary>Effect of a call of a source method on ownership.</summary>
/// <param name="ReturnsFresh">Whether every result is a resource that the method opened and nobody else has.</param>
/// <param name="FreshOuts">Whether it puts such a resource, or null, into the <c>out</c> parameter, by ordinal.</param>
/// <param name="Fates">What becomes of each parameter's resource, by ordinal.</param>
/// <param name="Answered">Whether the result, by ordinal, waits for commands that the method sends over the parameter's resource.</param>
/// <param name="Waits">The places where the method waits for such commands itself, by ordinal.</param>
internal sealed record MethodSummary(
    bool ReturnsFresh, ImmutableArray<bool> FreshOuts, ImmutableArray<ParameterFate> Fates, ImmutableArray<bool> Answered, ImmutableArray<ImmutableArray<SyntaxNode>> Waits)
{
    /// <summary>Nothing is known: what is passed escapes, what is returned is somebody else's.</summary>
    public static MethodSummary Unknown { get; } = new(false, ImmutableArray<bool>.Empty, ImmutableArray<ParameterFate>.Empty, ImmutableArray<bool>.Empty, ImmutableArray<ImmutableArray<SyntaxNode>>.Empty);

    /// <summary>Whether any <c>out</c> parameter gets a fresh resource.</summary>
    public bool PutsFresh => FreshOuts.Contains(true);

    public bool PutsFreshInto(IParameterSymbol parameter) => parameter.Ordinal < FreshOuts.Length && FreshOuts[parameter.Ordinal];

    public ImmutableArray<SyntaxNode> WaitsFor(IParameterSymbol parameter)
        => parameter.Ordinal < Waits.Length ? Waits[parameter.Ordinal] : ImmutableArray<SyntaxNode>.Empty;

    public bool Answers(IParameterSymbol parameter) => parameter.Ordinal < Answered.Length && Answered[parameter.Ordinal];

    public ParameterFate FateOf(IParameterSymbol parameter)
        => parameter.Ordinal < Fates.Length ? Fates[parameter.Ordinal] : ParameterFate.Escapes;
}
