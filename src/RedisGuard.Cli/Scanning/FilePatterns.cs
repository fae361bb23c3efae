using System.Collections.Immutable;
using Microsoft.Extensions.FileSystemGlobbing;

namespace RedisGuard.Cli.Scanning;

/// <summary>
/// Files named by patterns as <c>.gitignore</c> has them: a file, a folder and all below it, or a glob. One without a slash holds at
/// every depth.
/// </summary>
internal sealed class FilePatterns
{
    private readonly string _root;
    private readonly Matcher _matcher = new(StringComparison.OrdinalIgnoreCase);

    /// <param name="root">The absolute folder that patterns are relative to.</param>
    /// <param name="patterns">At least one.</param>
    public FilePatterns(string root, ImmutableArray<string> patterns)
    {
        _root = root;
        foreach (var pattern in patterns)
        {
            var plain = pattern.Replace('\\', '/').TrimEnd('/');
            plain = plain.StartsWith("./", StringComparison.Ordinal) ? plain[2..]
                : plain.Contains('/', StringComparison.Ordinal) ? plain.TrimStart('/')
                : "**/" + plain;
            _matcher.AddInclude(plain).AddInclude(plain + "/**");
        }
    }

    public bool Match(string path) => _matcher.Match(Place.RelativePath(_root, path)).HasMatches;
}
