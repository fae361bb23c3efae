using System;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RedisGuard.Analyzers.Context;

/// <summary>Tells code that somebody waits for: a controller's action, an endpoint, a hub's method, a message handler.</summary>
internal static class RequestCode
{
    // They run again and again, but in the background, where going through all keys belongs.
    private static readonly ImmutableHashSet<string> s_jobs = ImmutableHashSet.Create(StringComparer.Ordinal, "a job");

    public static bool Contains(IOperation operation, ISymbol member)
    {
        for (IOperation? current = operation; current is not null; current = current.Parent)
        {
            if (current is IAnonymousFunctionOperation lambda && DelegateRole.Of(lambda) is { } role)
            {
                return role.Frequency == OpeningFrequency.PerCall && role.Description.IndexOf("job", StringComparison.Ordinal) < 0 && role.Description.IndexOf("timer", StringComparison.Ordinal) < 0;
            }
        }

        return member is IMethodSymbol { ContainingType: { } type } method
            && (AttributeNames.HasAny(method, ContextNames.PerCallAttributes) || (TypeRole.IsPerCall(type, out string words) && !s_jobs.Contains(words)));
    }
}
