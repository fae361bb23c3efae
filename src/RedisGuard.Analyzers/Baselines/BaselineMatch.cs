using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;

namespace RedisGuard.Analyzers.Baselines;

/// <summary>
/// Tells findings that a baseline knows from new ones. Each entry answers for one finding. An entry whose code is still there answers
/// for that code alone: only one whose code is gone may have moved to another file, member or number.
/// </summary>
internal sealed class BaselineMatch
{
    private readonly HashSet<BaselineEntry> _known = new();
    private readonly Dictionary<(string, string, string, string, int), BaselineEntry> _left;
    private readonly Func<string, CodeState> _stateOf;

    /// <param name="entries">The baseline.</param>
    /// <param name="findings">What was found now, all of it.</param>
    /// <param name="stateOf">What is known of a file of the baseline.</param>
    public BaselineMatch(ImmutableArray<BaselineEntry> entries, IReadOnlyCollection<BaselineEntry> findings, Func<string, CodeState> stateOf)
    {
        _stateOf = stateOf;
        _left = new Dictionary<(string, string, string, string, int), BaselineEntry>();
        foreach (BaselineEntry entry in entries)
        {
            _left[entry.Key] = entry;
        }

        foreach (BaselineEntry finding in findings)
        {
            if (_left.ContainsKey(finding.Key))
            {
                _known.Add(finding);
            }
        }

        foreach (BaselineEntry finding in _known)
        {
            _left.Remove(finding.Key);
        }

        var unknown = findings.Where(finding => !_known.Contains(finding)).ToList();
        if (unknown.Count == 0 || _left.Count == 0)
        {
            return;
        }

        HashSet<string> rules = new(unknown.Select(finding => finding.Rule), StringComparer.Ordinal);
        var gone = _left.Values.Where(entry => rules.Contains(entry.Rule) && IsGone(entry)).ToList();
        Pair(unknown, gone, static (finding, entry) => finding.Path == entry.Path && finding.Member == entry.Member && finding.Code == entry.Code);
        // A type outside of namespaces, Program for one, may exist in every project.
        Pair(unknown, gone, static (finding, entry) => finding.Member == entry.Member && finding.Code == entry.Code && IsQualified(entry.Member));
        Pair(unknown, gone, static (finding, entry) => finding.Path == entry.Path && finding.Text is not null && finding.Text == entry.Text);
    }

    /// <summary>Tells whether the baseline has a finding.</summary>
    public bool Knows(BaselineEntry finding) => _known.Contains(finding);

    /// <summary>Entries that no finding answers to, in files that were looked at or are gone: they were cured.</summary>
    public IEnumerable<BaselineEntry> Cured => _left.Values.Where(entry => !_stateOf(entry.Path).IsUnseen);

    /// <summary>Entries that no finding answers to, in files that nobody looked at.</summary>
    public IEnumerable<BaselineEntry> NotLookedAt => _left.Values.Where(entry => _stateOf(entry.Path).IsUnseen);

    private bool IsGone(BaselineEntry entry)
    {
        CodeState state = _stateOf(entry.Path);
        return !state.IsUnseen && (state.Root is not { } root || !CodePlace.Exists(root, entry.Member, entry.Code, entry.Nth));
    }

    private void Pair(List<BaselineEntry> unknown, List<BaselineEntry> gone, Func<BaselineEntry, BaselineEntry, bool> areAlike)
    {
        foreach (BaselineEntry finding in unknown.ToArray())
        {
            if (gone.Find(entry => entry.Rule == finding.Rule && areAlike(finding, entry)) is { } match)
            {
                gone.Remove(match);
                _left.Remove(match.Key);
                unknown.Remove(finding);
                _known.Add(finding);
            }
        }
    }

    private static bool IsQualified(string member)
    {
        int parameters = member.IndexOf('(');
        return (parameters < 0 ? member : member.Substring(0, parameters)).Count(character => character == '.') > 1;
    }
}
