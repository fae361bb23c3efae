using System.Collections.Frozen;
using Microsoft.CodeAnalysis;
using RedisGuard.Analyzers.Baselines;
using RedisGuard.Analyzers.Rules;

namespace RedisGuard.Cli.Baselines;

/// <summary>The code that a baseline speaks of, so that a scan keeps that alone for the comparison.</summary>
internal sealed class BaselineScope(string file, IEnumerable<BaselineEntry> entries)
{
    private readonly FrozenSet<string> _paths = entries.Select(static entry => entry.Path).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The absolute folder that paths of the baseline are relative to.</summary>
    public string Folder { get; } = Path.GetDirectoryName(file)!;

    /// <summary>The files of a compilation that the baseline names, by the paths that it has for them.</summary>
    public IEnumerable<KeyValuePair<string, SyntaxTree>> Named(Compilation compilation) => compilation.SyntaxTrees
        .Select(tree => KeyValuePair.Create(BaselineKeys.PathFrom(Folder, RazorCode.PathOf(tree)), tree))
        .Where(file => _paths.Contains(file.Key));
}
