using Microsoft.CodeAnalysis;

namespace RedisGuard.Analyzers.Dataflow;

/// <summary>One place where a resource, or a view of it, left the code that acquired it.</summary>
/// <param name="Kind">The way it left.</param>
/// <param name="Alias">What left: the resource itself, its task, or only a view.</param>
/// <param name="Member">The field or property it was stored in, where it was.</param>
/// <param name="Syntax">The place.</param>
internal sealed record Escape(EscapeKind Kind, AliasKind Alias, ISymbol? Member, SyntaxNode Syntax);
