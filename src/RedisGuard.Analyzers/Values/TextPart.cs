using Microsoft.CodeAnalysis;

namespace RedisGuard.Analyzers.Values;

/// <summary>A piece of a text that code puts together.</summary>
/// <param name="Text">What it says; null where only the running program knows.</param>
/// <param name="Syntax">Where it is written.</param>
/// <param name="Variable">The variable or member that has it, where only the running program knows what it says.</param>
internal readonly record struct TextPart(string? Text, SyntaxNode Syntax, ISymbol? Variable = null);
