using Microsoft.CodeAnalysis;

namespace RedisGuard.Analyzers.Ownership.Members;

/// <summary>One use of a field or property.</summary>
/// <param name="Operation">The assignment, the closing call, or the argument.</param>
/// <param name="Member">The member of the type in which it stands.</param>
/// <param name="Value">What a fill puts in; null for any other use.</param>
internal readonly record struct MemberUse(IOperation Operation, ISymbol Member, IOperation? Value = null);
