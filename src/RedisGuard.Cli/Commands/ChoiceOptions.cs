using System.Collections.Immutable;
using System.CommandLine;
using RedisGuard.Cli.Scanning;

namespace RedisGuard.Cli.Commands;

/// <summary>The options of <c>redisguard scan</c> that choose among projects, files and rules, and set build properties.</summary>
internal sealed class ChoiceOptions
{
    private readonly Option<string[]> _projects = List("--projects", "Scan these projects alone: names, * and ? are wildcards.", "name");
    private readonly Option<string[]> _include = List("--include", "Report findings in these files alone: paths or globs, from the folder that paths are shown from.", "glob");
    private readonly Option<string[]> _exclude = List("--exclude", "Don't report findings in these files.", "glob");
    private readonly Option<string[]> _rules = List("--rules", "Report these rules alone: RG1002,RG2001, or families: RG1xxx.", "ids");
    private readonly Option<string[]> _excludeRules = List("--exclude-rules", "Don't report these rules.", "ids");
    private readonly Option<string[]> _property = List("--property", "Set a build property, as dotnet build does; again for more.", "name=value", "-p");

    public void AddTo(Command command)
    {
        foreach (var option in new[] { _projects, _include, _exclude, _rules, _excludeRules, _property })
        {
            command.Add(option);
        }
    }

    public ImmutableArray<string> Projects(ParseResult parsed) => Parts(parsed, _projects);

    public ImmutableDictionary<string, string> Properties(ParseResult parsed) => BuildProperty.Parse(parsed.GetValue(_property) ?? []);

    /// <exception cref="CannotRunException">There is no such rule.</exception>
    public ScanChoice Of(ParseResult parsed, ImmutableArray<string> rules) => new()
    {
        Include = Parts(parsed, _include),
        Exclude = Parts(parsed, _exclude),
        Rules = RuleName.Parse(parsed.GetValue(_rules) ?? [], rules),
        ExcludedRules = RuleName.Parse(parsed.GetValue(_excludeRules) ?? [], rules),
    };

    private static ImmutableArray<string> Parts(ParseResult parsed, Option<string[]> option) =>
        [.. (parsed.GetValue(option) ?? []).SelectMany(static text => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))];

    private static Option<string[]> List(string name, string description, string value, params string[] aliases) =>
        new(name, aliases) { Description = description, HelpName = value };
}
