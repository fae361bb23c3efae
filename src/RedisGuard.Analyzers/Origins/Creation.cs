using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RedisGuard.Analyzers.Origins;

/// <summary>One place that makes an object of a type.</summary>
/// <param name="Operation">The <c>new</c>.</param>
/// <param name="Member">The member around it.</param>
internal readonly record struct Creation(IObjectCreationOperation Operation, ISymbol Member);
