using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using RedisGuard.Analyzers.Rules;

namespace RedisGuard.Analyzers.Connections;

/// <summary>Builds a diagnostic at the opening call, with the fixes a fix may offer and the other places of the story.</summary>
internal static class OpeningDiagnostic
{
    public static Diagnostic Create(DiagnosticDescriptor descriptor, Opening opening, ImmutableArray<string> fixes, params string[] arguments)
        => CreateAt(opening.Operation.Syntax.GetLocation(), descriptor, opening, fixes, arguments);

    public static Diagnostic CreateAt(Location location, DiagnosticDescriptor descriptor, Opening opening, ImmutableArray<string> fixes, params string[] arguments)
        => Diagnostic.Create(
            descriptor,
            location,
            opening.Obligation.Releases.Concat(opening.Obligation.Subscriptions).Select(place => place.GetLocation()),
            ImmutableDictionary<string, string?>.Empty.Add(Fixes.Key, string.Join(",", fixes)),
            arguments);
}
