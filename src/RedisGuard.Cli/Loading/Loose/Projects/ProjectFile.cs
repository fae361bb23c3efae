using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace RedisGuard.Cli.Loading.Loose.Projects;

/// <summary>Facts that reading the sources of a project takes from its project file.</summary>
internal sealed record ProjectFile
{
    /// <summary>The absolute path; null for sources that belong to no project.</summary>
    public string? Path { get; init; }

    public required string Name { get; init; }

    /// <summary>The folder that relative configuration applies to.</summary>
    public required string Folder { get; init; }

    public required string AssemblyName { get; init; }

    /// <summary>Absolute paths of the C# files.</summary>
    public required ImmutableArray<string> Sources { get; init; }

    /// <summary>Absolute paths of the Razor files that its SDK compiles.</summary>
    public ImmutableArray<string> RazorFiles { get; init; } = [];

    /// <summary>Absolute paths of the referenced projects.</summary>
    public ImmutableArray<string> ProjectReferences { get; init; } = [];

    /// <summary>Global usings as source text, one directive each.</summary>
    public ImmutableArray<string> GlobalUsings { get; init; } = [];

    public ImmutableArray<string> InternalsVisibleTo { get; init; } = [];

    public ImmutableArray<string> Symbols { get; init; } = [];

    public LanguageVersion LanguageVersion { get; init; } = LanguageVersion.Latest;

    public NullableContextOptions Nullable { get; init; }

    public OutputKind OutputKind { get; init; } = OutputKind.ConsoleApplication;

    /// <summary>NoWarn and WarningsAsErrors.</summary>
    public ImmutableDictionary<string, ReportDiagnostic> Severities { get; init; } = ImmutableDictionary<string, ReportDiagnostic>.Empty;

    /// <summary>The build properties that an analyzer may ask for.</summary>
    public ImmutableDictionary<string, string> BuildProperties { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Global analyzer configuration and .editorconfig files that the project names itself.</summary>
    public ImmutableArray<string> ConfigFiles { get; init; } = [];

    public ImmutableArray<string> AdditionalFiles { get; init; } = [];

    /// <summary>The preset of severities that the project chose by RedisGuardMode; empty for none.</summary>
    public string Mode { get; init; } = "";

    /// <summary>What of the project file wasn't understood, a line each.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>Whether a package, reference or global using of the project has to do with StackExchange.Redis.</summary>
    public bool NamesLibrary { get; init; }
}
