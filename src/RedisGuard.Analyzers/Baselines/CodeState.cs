using Microsoft.CodeAnalysis;

namespace RedisGuard.Analyzers.Baselines;

/// <summary>What is known of a file of a baseline.</summary>
/// <param name="IsUnseen">It is there, but nobody looked at it now.</param>
/// <param name="Root">Its code; null for a file that isn't there any more.</param>
internal readonly record struct CodeState(bool IsUnseen, SyntaxNode? Root);
