using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using RedisGuard.Analyzers.Baselines;
using RedisGuard.Cli.Loading;

namespace RedisGuard.Cli.Scanning;

/// <summary>
/// The options of a project, and that no rules but RedisGuard's run: a scan doesn't run the analyzers that StackExchange.Redis
/// brings, so that a fault which a build leaves to them would go unreported. Of loose sources it isn't even known which
/// version of the library, and so which rules, their builds have. A baseline of the build is left out: the scan compares with it itself.
/// </summary>
internal sealed class ScanOptions(AnalyzerConfigOptionsProvider project, LoadMode mode) : AnalyzerConfigOptionsProvider
{
    public override AnalyzerConfigOptions GlobalOptions { get; } = new AloneOptions(project.GlobalOptions, mode);

    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => project.GetOptions(tree);

    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => project.GetOptions(textFile);

    public static AnalyzerOptions Of(LoadedProject project)
        => new([.. project.Options.AdditionalFiles.Where(static file => Path.GetFileName(file.Path) != BaselineFile.Name)], new ScanOptions(project.Options.AnalyzerConfigOptionsProvider, project.Mode));

    private sealed class AloneOptions(AnalyzerConfigOptions project, LoadMode mode) : AnalyzerConfigOptions
    {
        private const string LibraryRulesRun = "redisguard.library_rules_run";

        public override IEnumerable<string> Keys => project.Keys.Append(LibraryRulesRun).Distinct();

        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value)
        {
            if (!KeyComparer.Equals(key, LibraryRulesRun))
            {
                return project.TryGetValue(key, out value);
            }

            bool areOff = project.TryGetValue(key, out value) && bool.TryParse(value, out bool run) && !run;
            value = areOff || mode == LoadMode.Loose ? "false" : "in_builds";
            return true;
        }
    }
}
