using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using RedisGuard.Analyzers.Rules;
using RedisGuard.Cli.Loading;

namespace RedisGuard.Cli.Scanning;

/// <summary>Chooses what is reported of the code that is read: files and rules.</summary>
internal sealed class ScanFilter
{
    private readonly ScanTarget _target;
    private readonly ScanChoice _choice;
    private readonly FilePatterns? _include;
    private readonly FilePatterns? _exclude;

    public ScanFilter(ScanTarget target, ScanChoice choice)
    {
        _target = target;
        _choice = choice;
        _include = choice.Include.IsEmpty ? null : new FilePatterns(target.Root, choice.Include);
        _exclude = choice.Exclude.IsEmpty ? null : new FilePatterns(target.Root, choice.Exclude);
    }

    public bool TakesRule(string id) =>
        (_choice.Rules.IsEmpty || _choice.Rules.Any(rule => rule.Covers(id))) && !_choice.ExcludedRules.Any(rule => rule.Covers(id));

    /// <summary>Tells whether findings in a file are reported.</summary>
    /// <param name="project">The project that the file was compiled with; null for none.</param>
    /// <param name="path">The file's absolute path.</param>
    public bool TakesFile(string? project, string path)
    {
        if (project is not null && _target.PartialProjects.Contains(project) && !_target.Files.Contains(path))
        {
            return false;
        }

        return _include?.Match(path) != false && _exclude?.Match(path) != true;
    }

    public bool Takes(string? project, Diagnostic diagnostic) =>
        TakesRule(diagnostic.Id) && (diagnostic.Location.SourceTree is not { } tree || TakesFile(project, RazorCode.PathOf(tree)));

    /// <summary>A line that tells what was left out; null where nothing was.</summary>
    public string? Note()
    {
        var parts = new List<string>();
        Add("rules", _choice.Rules);
        Add("without rules", _choice.ExcludedRules);
        Add("files", _choice.Include);
        Add("without files", _choice.Exclude);
        return parts.Count == 0 ? null : $"reported as asked for: {string.Join("; ", parts)}";

        void Add<T>(string name, ImmutableArray<T> values)
        {
            if (!values.IsEmpty)
            {
                parts.Add($"{name} {string.Join(", ", values)}");
            }
        }
    }
}
