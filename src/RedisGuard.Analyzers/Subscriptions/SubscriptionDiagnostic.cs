using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using RedisGuard.Analyzers.Rules;

namespace RedisGuard.Analyzers.Subscriptions;

/// <summary>Builds a diagnostic with the cures that a fix may offer.</summary>
internal static class SubscriptionDiagnostic
{
    public static Diagnostic Create(DiagnosticDescriptor descriptor, SyntaxNode place, string? cure, params string[] arguments)
        => Diagnostic.Create(
            descriptor,
            place.GetLocation(),
            cure is null ? ImmutableDictionary<string, string?>.Empty : ImmutableDictionary<string, string?>.Empty.Add(Cures.Key, cure),
            arguments);
}
