using System;
using Microsoft.CodeAnalysis.Diagnostics;

namespace RedisGuard.Analyzers.Options;

/// <summary>The <c>redisguard.…</c> keys of <c>.editorconfig</c> that each file may set for itself. A malformed value counts as unset.</summary>
internal readonly struct FileOptions
{
    private readonly AnalyzerConfigOptions _options;

    public FileOptions(AnalyzerConfigOptions options) => _options = options;

    /// <summary><c>redisguard.exception_paths = none | conservative | all</c>; conservative where unset.</summary>
    public ExceptionPaths ExceptionPaths
        => _options.TryGetValue("redisguard.exception_paths", out string? value)
            && Enum.TryParse(value.Trim(), ignoreCase: true, out ExceptionPaths paths)
            && Enum.IsDefined(typeof(ExceptionPaths), paths)
                ? paths
                : ExceptionPaths.Conservative;
}
