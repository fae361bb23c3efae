using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using RedisGuard.Analyzers.Rules;

namespace RedisGuard.Analyzers.Tests.Contract;

/// <summary>
/// Writes what is said of all rules from their descriptors: the tables of the index and of the READMEs, the release tracking, the
/// presets. <c>REDISGUARD_WRITE=1</c> before the tests writes the files; without it <see cref="RuleFilesTests"/> compares them.
/// </summary>
internal static class RuleFiles
{
    private const string Begin = "<!-- The table of rules is written by RuleFiles, from the descriptors. -->";
    private const string End = "<!-- The end of the table. -->";
    private const string Pages = "https://github.com/redisguard/redisguard/blob/main/docs/rules/";

    private static readonly DiagnosticDescriptor[] Rules =
    [
        .. typeof(Descriptors).GetFields().Select(field => (DiagnosticDescriptor)field.GetValue(null)!).OrderBy(rule => rule.Id, StringComparer.Ordinal),
    ];

    /// <summary>Each file's path from the root of the repository, and the text it must have, made of the one it has.</summary>
    public static IReadOnlyList<(string Path, Func<string, string> Text)> All { get; } =
    [
        ("docs/rules/index.md", text => Between(text, Table("| ID | Severity | Title | What it means | Leak |", rule => $"[{rule.Id}]({rule.Id}.md) | {Severity(rule)} | {rule.Title} | {Escaped(rule.Description)} | {(IsLeak(rule) ? "yes" : string.Empty)}"))),
        ("README.md", text => Between(text, Table("| ID | Severity | Finds |", rule => $"[{rule.Id}](docs/rules/{rule.Id}.md) | {Severity(rule)}{Where(rule)} | {rule.Title}"))),
        ("src/RedisGuard.Analyzers/README.md", text => Between(text, Table("| ID | Severity | Finds |", rule => $"[{rule.Id}]({Pages}{rule.Id}.md) | {Severity(rule)}{Where(rule)} | {rule.Title}"))),
        ("AnalyzerReleases.Unshipped.md", Unshipped),
        ("src/RedisGuard.Analyzers/build/presets/strict.globalconfig", _ => Preset("Everything RedisGuard can say, as a warning, exceptional paths included.", _ => "warning", "redisguard.exception_paths = all\n\n")),
        ("src/RedisGuard.Analyzers/build/presets/leaks-only.globalconfig", _ => Preset("Only what is taken and not given back: the rules that the index calls leaks.", rule => IsLeak(rule) ? null : "none")),
        ("src/RedisGuard.Analyzers/build/presets/ci.globalconfig", _ => Preset("For a build that nobody watches: what is a warning by default stops it.", rule => rule.DefaultSeverity == DiagnosticSeverity.Warning ? "error" : null)),
        ("src/RedisGuard.Analyzers/build/presets/off.globalconfig", _ => Preset("Nothing, for a project that is not ready yet.", _ => "none")),
        .. Rules.DistinctBy(rule => rule.Id).Select(rule => ($"docs/rules/{rule.Id}.md", (Func<string, string>)(text => Page(text, rule)))),
    ];

    public static bool IsLeak(DiagnosticDescriptor rule) => LeakRules.Ids.Contains(rule.Id);

    // The head of a rule's page: the rest is written by hand.
    private static string Page(string text, DiagnosticDescriptor rule)
    {
        string[] lines = text.Split('\n');
        lines[0] = $"# {rule.Id}: {rule.Title}";
        lines[Array.FindIndex(lines, line => line.StartsWith("| Message |", StringComparison.Ordinal))] =
            $"| Message | {rule.MessageFormat.ToString(CultureInfo.InvariantCulture).Replace("|", "\\|", StringComparison.Ordinal)} |";
        return string.Join('\n', lines);
    }

    private static string Preset(string about, Func<DiagnosticDescriptor, string?> severity, string options = "")
    {
        var text = new StringBuilder($"# {about}\nis_global = true\nglobal_level = -50\n\n{options}");
        foreach (var rule in Rules)
        {
            if (severity(rule) is { } written)
            {
                text.Append(CultureInfo.InvariantCulture, $"dotnet_diagnostic.{rule.Id}.severity = {written}\n");
            }
        }

        return text.ToString();
    }

    private static string Table(string head, Func<DiagnosticDescriptor, string> cells) =>
        $"{head}\n|{string.Concat(Enumerable.Repeat("---|", head.Count(character => character == '|') - 1))}\n"
        + string.Concat(Rules.Select(rule => $"| {cells(rule)} |\n"));

    private static string Between(string text, string table)
    {
        int begin = text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        int end = text.IndexOf(End, StringComparison.Ordinal);
        return $"{text[..begin]}\n\n{table}\n{text[end..]}";
    }

    // What was shipped before is in the other file, which a release writes.
    private static string Unshipped(string text) => text[..text.IndexOf("RG", StringComparison.Ordinal)]
        + string.Concat(Rules.Select(rule => $"{rule.Id} | {rule.Category} | {Severity(rule)} | {rule.Title}, [documentation](docs/rules/{rule.Id}.md)\n"));

    private static string Severity(DiagnosticDescriptor rule) => rule.DefaultSeverity.ToString();

    private static string Where(DiagnosticDescriptor rule) => rule.Id == Descriptors.OpenedOutsidePool.Id ? ", where RedisGuard.Pool is referenced" : string.Empty;

    // What is in angle brackets would be taken for HTML.
    private static string Escaped(LocalizableString text) =>
        text.ToString(CultureInfo.InvariantCulture).Replace("<", "&lt;", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal);
}
