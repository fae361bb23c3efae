using System.Collections.Immutable;
using Microsoft.CodeAnalysis.Diagnostics;
using RedisGuard.Analyzers;

namespace RedisGuard.Verification;

/// <summary>Every analyzer that RedisGuard.Analyzers ships.</summary>
internal static class AllAnalyzers
{
    public static ImmutableArray<DiagnosticAnalyzer> Create() =>
    [
        .. typeof(RedisGuardAnalyzer).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && typeof(DiagnosticAnalyzer).IsAssignableFrom(type))
            .OrderBy(type => type.FullName, StringComparer.Ordinal)
            .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!),
    ];
}
