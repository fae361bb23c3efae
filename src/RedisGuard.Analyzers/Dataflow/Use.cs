using Microsoft.CodeAnalysis;

namespace RedisGuard.Analyzers.Dataflow;

/// <summary>One use of a resource, or of what came from it, and how things stood then: the order of uses and releases.</summary>
/// <param name="Kind">What was done.</param>
/// <param name="Alias">With what: the resource, a view of it, an answer on its way.</param>
/// <param name="Status">What may have become of the resource before that.</param>
/// <param name="Member">The member that is called or read; null where none is.</param>
/// <param name="Syntax">The place.</param>
internal sealed record Use(UseKind Kind, AliasKind Alias, ObligationStatus Status, ISymbol? Member, SyntaxNode Syntax);
