using System;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace RedisGuard.Analyzers.Options;

/// <summary>
/// The <c>redisguard.…</c> keys that say something of members and attributes, and so hold for a whole compilation. Read
/// from a <c>.globalconfig</c>, else from the <c>.editorconfig</c> of the compilation's first file. Lists are separated by
/// <c>|</c>, as a <c>;</c> begins a comment there.
/// </summary>
internal sealed class ProjectOptions
{
    public ProjectOptions(Compilation compilation, AnalyzerConfigOptionsProvider provider)
    {
        AnalyzerConfigOptions? first = compilation.SyntaxTrees.FirstOrDefault() is { } tree ? provider.GetOptions(tree) : null;
        AcquiringMembers = List("redisguard.additional_acquiring_members", provider.GlobalOptions, first);
        ReleasingMembers = List("redisguard.additional_releasing_members", provider.GlobalOptions, first);
        OnceAttributes = List("redisguard.additional_once_attributes", provider.GlobalOptions, first).ToImmutableHashSet(StringComparer.Ordinal);
        PerCallAttributes = List("redisguard.additional_per_call_attributes", provider.GlobalOptions, first).ToImmutableHashSet(StringComparer.Ordinal);
        LibraryRulesRun = Value("redisguard.library_rules_run", provider.GlobalOptions, first)?.Trim().ToUpperInvariant() switch
        {
            "FALSE" => LibraryRulesRun.Nowhere,
            "IN_BUILDS" => LibraryRulesRun.InBuilds,
            _ => LibraryRulesRun.Here,
        };
        IsTestProject = provider.GlobalOptions.TryGetValue("build_property.IsTestProject", out string? value) && bool.TryParse(value, out bool isTest) && isTest;
    }

    /// <summary>Documentation ids of members whose result is a fresh connection; without parentheses, all overloads.</summary>
    public ImmutableArray<string> AcquiringMembers { get; }

    /// <summary>Documentation ids of members that release their receiver or, where static, their first argument.</summary>
    public ImmutableArray<string> ReleasingMembers { get; }

    /// <summary>Simple names, without «Attribute», of attributes on code that runs once.</summary>
    public ImmutableHashSet<string> OnceAttributes { get; }

    /// <summary>Simple names, without «Attribute», of attributes on code that runs again and again.</summary>
    public ImmutableHashSet<string> PerCallAttributes { get; }

    /// <inheritdoc cref="Options.LibraryRulesRun"/>
    public LibraryRulesRun LibraryRulesRun { get; }

    /// <summary>Whether the build says so; a reference to a test framework says it too.</summary>
    public bool IsTestProject { get; }

    private static ImmutableArray<string> List(string key, AnalyzerConfigOptions global, AnalyzerConfigOptions? first)
        => Value(key, global, first) is { } value
            ? value.Split('|').Select(entry => entry.Trim()).Where(entry => entry.Length > 0).ToImmutableArray()
            : ImmutableArray<string>.Empty;

    private static string? Value(string key, AnalyzerConfigOptions global, AnalyzerConfigOptions? first)
        => global.TryGetValue(key, out string? value) || first?.TryGetValue(key, out value) == true ? value : null;
}
