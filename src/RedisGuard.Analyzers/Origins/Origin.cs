using Microsoft.CodeAnalysis;

namespace RedisGuard.Analyzers.Origins;

/// <summary>One place that a connection may come from.</summary>
/// <param name="Kind">The way it came.</param>
/// <param name="Symbol">The parameter or member that it came through; null where there is none.</param>
/// <param name="Copy">The member of the own object that has it, too; null where none does.</param>
/// <param name="IsPart">Whether an object came that way, and gave the connection when it was asked: <c>holder.Redis</c>.</param>
internal readonly record struct Origin(OriginKind Kind, ISymbol? Symbol = null, ISymbol? Copy = null, bool IsPart = false);
