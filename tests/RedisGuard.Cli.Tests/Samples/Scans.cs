using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using RedisGuard.Cli.Loading;
using RedisGuard.Cli.Reporting;
using RedisGuard.Cli.Scanning;

namespace RedisGuard.Cli.Tests.Samples;

/// <summary>Scans in this process, with the analyzers of the tests.</summary>
internal static class Scans
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static Task<ScanResult> LooseAsync(string target) => RunAsync(target, loose: true, new OpensAnalyzer());

    public static Task<ScanResult> MSBuildAsync(string target, TimeSpan? restoreTimeout = null) => RunAsync(target, loose: false, restoreTimeout ?? Patience, new OpensAnalyzer());

    public static Task<ScanResult> RunAsync(string target, bool loose, params ImmutableArray<DiagnosticAnalyzer> analyzers) => RunAsync(target, loose, Patience, analyzers);

    private static async Task<ScanResult> RunAsync(string target, bool loose, TimeSpan restoreTimeout, params ImmutableArray<DiagnosticAnalyzer> analyzers)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var located = await ScanTarget.LocateAsync([target], cancellation);
        var options = new LoadOptions(loose, Restore: true, restoreTimeout);
        using var tree = await TreeLoader.LoadAsync(located, options, new NoProgress(), cancellation);
        return await new Scanner(analyzers).ScanAsync(tree, new ScanScope(DiagnosticSeverity.Info, new ScanFilter(located, ScanChoice.Everything)), new NoProgress(), cancellation);
    }
}
