using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using RedisGuard.Analyzers.Rules;

namespace RedisGuard.Analyzers.Subscriptions;

/// <summary>Builds a diagnostic with the fixes that a fix may offer.</summary>
internal static class SubscriptionDiagnostic
{
    public static Diagnostic Create(DiagnosticDescriptor descriptor, SyntaxNode place, string? fix, params string[] arguments)
        => Diagnostic.Create(
            descriptor,
            place.GetLocation(),
            fix is null ? ImmutableDictionary<string, string?>.Empty : ImmutableDictionary<string, string?>.Empty.Add(Fixes.Key, fix),
            arguments);
}
