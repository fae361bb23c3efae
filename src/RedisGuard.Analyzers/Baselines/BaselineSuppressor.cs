using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace RedisGuard.Analyzers.Baselines;

/// <summary>
/// Silences findings that redisguard.baseline.json has, so that a build of legacy code fails for new ones alone, though warnings are errors.
/// RGS0100. Does nothing without that file.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BaselineSuppressor : DiagnosticSuppressor
{
    internal const string Id = "RGS0100";

    private static readonly ImmutableDictionary<string, SuppressionDescriptor> s_byRule = new RedisGuardAnalyzer().SupportedDiagnostics
        .Select(rule => rule.Id)
        .Distinct()
        .ToImmutableDictionary(rule => rule, rule => new SuppressionDescriptor(Id, rule, "redisguard.baseline.json has this finding: it was there when the baseline was written"));

    // A suppressor is given no cache of the compiler's, and an editor asks at every key: the last text read is enough.
    private static volatile LastRead? s_last;

    /// <inheritdoc />
    public override ImmutableArray<SuppressionDescriptor> SupportedSuppressions { get; } = s_byRule.Values.OrderBy(suppression => suppression.SuppressedDiagnosticId, StringComparer.Ordinal).ToImmutableArray();

    /// <inheritdoc />
    public override void ReportSuppressions(SuppressionAnalysisContext context)
    {
        foreach (AdditionalText file in context.Options.AdditionalFiles)
        {
            if (string.Equals(Path.GetFileName(file.Path), BaselineFile.Name, StringComparison.OrdinalIgnoreCase))
            {
                Suppress(context, file);
            }
        }
    }

    private static void Suppress(SuppressionAnalysisContext context, AdditionalText file)
    {
        if (file.GetText(context.CancellationToken) is not { } text)
        {
            return;
        }

        ImmutableArray<BaselineEntry> entries = Entries(text);
        if (entries.IsDefaultOrEmpty)
        {
            return;
        }

        string folder = Path.GetDirectoryName(file.Path) ?? "";
        var keys = new List<(Diagnostic Finding, BaselineEntry Key)>();
        foreach (Diagnostic finding in context.ReportedDiagnostics)
        {
            if (s_byRule.ContainsKey(finding.Id) && BaselineKeys.Of(finding, folder, context.CancellationToken) is { } key)
            {
                keys.Add((finding, key));
            }
        }

        Lazy<Dictionary<string, SyntaxTree>> trees = new(() => Trees(context.Compilation, folder));
        var match = new BaselineMatch(
            entries,
            keys.ConvertAll(pair => pair.Key),
            path => new CodeState(false, trees.Value.TryGetValue(path, out SyntaxTree? tree) ? tree.GetRoot(context.CancellationToken) : null));
        foreach ((Diagnostic finding, BaselineEntry key) in keys)
        {
            if (match.Knows(key))
            {
                context.ReportSuppression(Suppression.Create(s_byRule[finding.Id], finding));
            }
        }
    }

    private static Dictionary<string, SyntaxTree> Trees(Compilation compilation, string folder)
    {
        var trees = new Dictionary<string, SyntaxTree>(StringComparer.Ordinal);
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            trees[BaselineKeys.PathFrom(folder, tree.FilePath)] = tree;
        }

        return trees;
    }

    private static ImmutableArray<BaselineEntry> Entries(SourceText text)
    {
        LastRead? last = s_last;
        if (last is null || !ReferenceEquals(last.Text, text))
        {
            s_last = last = new LastRead(text, BaselineFile.Read(text));
        }

        return last.Entries;
    }

    private sealed record LastRead(SourceText Text, ImmutableArray<BaselineEntry> Entries);
}
