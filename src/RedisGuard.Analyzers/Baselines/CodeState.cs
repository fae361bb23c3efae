using Microsoft.CodeAnalysis;

namespace RedisGuard.Analyzers.Baselines;

/// <summary>A file of a baseline, as far as it is known now.</summary>
/// <param name="IsUnseen">It is there, but nobody looked at it now.</param>
/// <param name="Root">Its code; null for a file that isn't there any more.</param>
internal readonly record struct CodeState(bool IsUnseen, SyntaxNode? Root);
