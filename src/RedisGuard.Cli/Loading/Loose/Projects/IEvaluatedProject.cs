using System.Collections.Immutable;

namespace RedisGuard.Cli.Loading.Loose.Projects;

/// <summary>A project file with its imports, conditions and properties worked out.</summary>
internal interface IEvaluatedProject
{
    /// <summary>The Sdk attribute; null for a project in the style before the SDKs.</summary>
    string? Sdk { get; }

    /// <summary>The absolute paths of the C# files that it compiles.</summary>
    ImmutableArray<string> Sources { get; }

    /// <summary>The global usings as source text, one directive each.</summary>
    ImmutableArray<string> GlobalUsings { get; }

    /// <summary>What of the project file wasn't understood, a line each.</summary>
    ImmutableArray<string> Notes { get; }

    /// <summary>The property's value, or the empty string, as in MSBuild.</summary>
    string Property(string name);

    /// <summary>What the items of a kind include, as it is written: names of packages, of namespaces, of assemblies.</summary>
    IEnumerable<string> Names(string kind);

    /// <summary>The absolute paths of the files that the items of a kind include and that are there.</summary>
    IEnumerable<string> Files(string kind);
}
