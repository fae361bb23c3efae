using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace RedisGuard.Cli.Loading;

/// <summary>A project ready to be analysed. Its compilation is made when it is asked for, and kept by nobody.</summary>
internal sealed record LoadedProject
{
    /// <summary>The project's name, without a target framework.</summary>
    public required string Name { get; init; }

    /// <summary>The project file's absolute path; null for sources that belong to none.</summary>
    public required string? Path { get; init; }

    public required LoadMode Mode { get; init; }

    /// <summary>How many source files it has.</summary>
    public required int Files { get; init; }

    /// <summary>The absolute paths of the Razor files whose code is among what is analysed.</summary>
    public ImmutableArray<string> RazorFiles { get; init; } = [];

    /// <summary>Additional files and the analyzer configuration of the tree.</summary>
    public required AnalyzerOptions Options { get; init; }

    /// <summary>Makes the compilation; null where it is known without one that StackExchange.Redis isn't in reach.</summary>
    public required Func<CancellationToken, Task<Compilation?>> CompileAsync { get; init; }
}
