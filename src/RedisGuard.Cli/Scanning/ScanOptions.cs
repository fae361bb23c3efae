using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace RedisGuard.Cli.Scanning;

/// <summary>
/// The options of a project, and that no rules but RedisGuard's run: a scan doesn't run the analyzers that StackExchange.Redis
/// brings, so that a fault which a build leaves to them would go unreported.
/// </summary>
internal sealed class ScanOptions(AnalyzerConfigOptionsProvider project) : AnalyzerConfigOptionsProvider
{
    public override AnalyzerConfigOptions GlobalOptions { get; } = new AloneOptions(project.GlobalOptions);

    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => project.GetOptions(tree);

    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => project.GetOptions(textFile);

    public static AnalyzerOptions Of(AnalyzerOptions project) => new(project.AdditionalFiles, new ScanOptions(project.AnalyzerConfigOptionsProvider));

    private sealed class AloneOptions(AnalyzerConfigOptions project) : AnalyzerConfigOptions
    {
        private const string LibraryRulesRun = "redisguard.library_rules_run";

        public override IEnumerable<string> Keys => project.Keys.Append(LibraryRulesRun).Distinct();

        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value)
        {
            if (!KeyComparer.Equals(key, LibraryRulesRun))
                return project.TryGetValue(key, out value);

            value = "false";
            return true;
        }
    }
}
