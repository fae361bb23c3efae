using Microsoft.CodeAnalysis;
using RedisGuard.Analyzers.Rules;

namespace RedisGuard.Cli.Scanning;

/// <summary>A span of a file. Lines and columns count from 1; the end column is the one after the last character.</summary>
/// <param name="Path">Relative to the scan's root, with forward slashes on every platform.</param>
internal sealed record Place(string Path, int Line, int Column, int EndLine, int EndColumn)
{
    public static Place Of(Location location, string root)
    {
        // The file and line as they are on disk: a #line directive leads to a file that the reader may not have, but for Razor's.
        var isRazor = location.SourceTree is { } tree && RazorCode.IsIn(tree);
        var span = isRazor ? location.GetMappedLineSpan() : location.GetLineSpan();
        return new Place(
            RelativePath(root, span.Path),
            span.StartLinePosition.Line + 1,
            span.StartLinePosition.Character + 1,
            span.EndLinePosition.Line + 1,
            span.EndLinePosition.Character + 1);
    }

    /// <summary>The path from the root, with forward slashes.</summary>
    public static string RelativePath(string root, string path) => System.IO.Path.GetRelativePath(root, path).Replace(System.IO.Path.DirectorySeparatorChar, '/');
}
