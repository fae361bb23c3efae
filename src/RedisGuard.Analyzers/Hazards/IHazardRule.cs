using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace RedisGuard.Analyzers.Hazards;

/// <summary>A rule about calls of the library's members that have one of a few names.</summary>
internal interface IHazardRule
{
    /// <summary>The names, by which every other call is turned away first.</summary>
    ImmutableArray<string> Names { get; }

    Diagnostic? Check(HazardCall call);
}
