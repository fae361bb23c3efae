using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace RedisGuard.Cli.Scanning;

/// <summary>The analyzers that a scan runs.</summary>
internal static class AnalyzerCatalog
{
    /// <summary>Every C# analyzer of RedisGuard.Analyzers, found as the compiler finds them.</summary>
    public static ImmutableArray<DiagnosticAnalyzer> Shipped() => In(Assembly.Load("RedisGuard.Analyzers"));

    internal static ImmutableArray<DiagnosticAnalyzer> In(Assembly assembly) =>
    [
        .. assembly.GetTypes()
            .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(DiagnosticAnalyzer)))
            .Where(type => type.GetCustomAttribute<DiagnosticAnalyzerAttribute>()?.Languages.Contains(LanguageNames.CSharp) == true)
            .OrderBy(type => type.FullName, StringComparer.Ordinal)
            .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type, nonPublic: true)!),
    ];
}
