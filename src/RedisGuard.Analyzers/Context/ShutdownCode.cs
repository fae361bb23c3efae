using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Reading;

namespace RedisGuard.Analyzers.Context;

/// <summary>Functions that run when the process, or the host in it, comes to its end: whatever they close, nobody needs any more.</summary>
internal static class ShutdownCode
{
    private static readonly ImmutableHashSet<string> s_tokens = ImmutableHashSet.Create("ApplicationStopping", "ApplicationStopped");

    private static readonly ImmutableHashSet<string> s_events = ImmutableHashSet.Create("ProcessExit", "DomainUnload", "CancelKeyPress", "Unloading", "ApplicationExit", "SessionEnding");

    public static bool Contains(IOperation place)
    {
        for (IOperation? current = place; current is not null; current = current.Parent)
        {
            if (current is IAnonymousFunctionOperation function && RunsAtTheEnd(function))
            {
                return true;
            }
        }

        return false;
    }

    private static bool RunsAtTheEnd(IAnonymousFunctionOperation function)
        => function.DelegateUse() switch
        {
            IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: "Register" or "UnsafeRegister", Instance: IPropertyReferenceOperation { Property.Name: { } token } } } => s_tokens.Contains(token),
            IEventAssignmentOperation { EventReference: IEventReferenceOperation { Event.Name: { } raised } } => s_events.Contains(raised),
            _ => false,
        };
}
