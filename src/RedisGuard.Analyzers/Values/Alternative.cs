using Microsoft.CodeAnalysis;

namespace RedisGuard.Analyzers.Values;

/// <summary>One of the values that an expression may give.</summary>
/// <param name="Value">The value.</param>
/// <param name="IsFallback">Whether it is only there in case another is null.</param>
internal readonly record struct Alternative(IOperation Value, bool IsFallback);
