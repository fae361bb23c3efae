using System.Collections.Immutable;
using RedisGuard.Analyzers.Baselines;
using RedisGuard.Cli.Commands;
using RedisGuard.Cli.Scanning;

namespace RedisGuard.Cli.Baselines;

/// <summary>The baseline of one scan: read before it, so that what is wrong with it is told at once; compared and written after.</summary>
internal sealed class BaselineUse
{
    private readonly string _file;
    private readonly ImmutableArray<BaselineEntry> _entries;
    private readonly ImmutableArray<BaselineEntry> _ofOtherRules;
    private readonly bool _write;
    private readonly bool _mayAdd;

    private BaselineUse(string file, bool write, bool acceptNew, Func<string, bool> takesRule)
    {
        _file = file;
        _write = write;
        var isFirst = !File.Exists(file);
        _mayAdd = isFirst || acceptNew;
        ImmutableArray<BaselineEntry> entries = isFirst ? [] : BaselineStore.Read(file);
        _entries = entries.RemoveAll(entry => !takesRule(entry.Rule));
        _ofOtherRules = entries.RemoveAll(entry => takesRule(entry.Rule));
        Scope = new BaselineScope(file, _entries);
    }

    public BaselineScope Scope { get; }

    /// <summary>Reads what the options ask for.</summary>
    /// <param name="settings">The options.</param>
    /// <param name="root">The folder that is scanned.</param>
    /// <param name="takesRule">Tells whether the scan looks for a rule; entries of others are left as they are.</param>
    /// <returns>Null when no baseline is to be used.</returns>
    /// <exception cref="CannotRunException">The options contradict each other, or the file isn't there or is none.</exception>
    public static BaselineUse? Of(ScanSettings settings, string root, Func<string, bool> takesRule)
    {
        if (settings.AcceptNew && !settings.WriteBaseline)
        {
            throw new CannotRunException("--accept-new needs --write-baseline");
        }

        if (settings.IgnoreBaseline && (settings.WriteBaseline || settings.Baseline is not null || settings.FailOnStale))
        {
            throw new CannotRunException("--ignore-baseline can't be combined with --baseline, --write-baseline or --fail-on-stale");
        }

        if (settings.IgnoreBaseline)
        {
            return null;
        }

        var file = settings.Baseline is { } named ? Path.GetFullPath(named) : BaselineStore.Find(root) ?? (settings.WriteBaseline ? BaselineStore.Place(root) : null);
        if (file is null)
        {
            return settings.FailOnStale ? throw new CannotRunException("--fail-on-stale needs a baseline; write one with --write-baseline") : null;
        }

        if (!settings.WriteBaseline && !File.Exists(file))
        {
            throw new CannotRunException($"no such baseline: {file}; write it with --write-baseline");
        }

        if (!Directory.Exists(Path.GetDirectoryName(file)))
        {
            throw new CannotRunException($"no such folder: {Path.GetDirectoryName(file)}");
        }

        return new BaselineUse(file, settings.WriteBaseline, settings.AcceptNew, takesRule);
    }

    /// <summary>Leaves new findings in the result, and writes the baseline where that was asked for.</summary>
    public ScanResult Compare(ScanResult scan)
    {
        var compared = BaselineOutcome.Compare(scan, _file, _entries);
        if (!_write)
        {
            return compared;
        }

        var outcome = compared.Baseline!;
        var added = _mayAdd ? compared.Findings : [];
        BaselineStore.Write(_file, [.. outcome.Known.Concat(added).Select(static finding => finding.Key).OfType<BaselineEntry>(), .. outcome.NotLookedAt, .. _ofOtherRules]);
        return compared with
        {
            Findings = _mayAdd ? [.. compared.Findings.Where(static finding => finding.Key is null)] : compared.Findings,
            Baseline = outcome with { Known = outcome.Known.AddRange(added), IsWritten = true },
        };
    }
}
