using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RedisGuard.Analyzers.Subscriptions;

/// <summary>One handler that a type adds to a connection's event, or removes.</summary>
/// <param name="Assignment">The <c>+=</c> or <c>-=</c>.</param>
/// <param name="Event">The event.</param>
/// <param name="Handler">The handler.</param>
/// <param name="Member">The member of the type that it stands in.</param>
internal readonly record struct EventUse(IEventAssignmentOperation Assignment, IEventSymbol Event, Handler Handler, ISymbol? Member);
