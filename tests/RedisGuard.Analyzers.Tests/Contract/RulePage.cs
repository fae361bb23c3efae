using System.Text.RegularExpressions;

namespace RedisGuard.Analyzers.Tests.Contract;

/// <summary>One rule's page under docs/rules.</summary>
internal sealed partial class RulePage
{
    private readonly string text;

    private RulePage(string id, string text)
    {
        Id = id;
        this.text = text;
    }

    public string Id { get; }

    public static IEnumerable<RulePage> All => Written.PageIds.Select(Read);

    /// <summary>The page's first line, without the number sign.</summary>
    public string Heading => text.Split('\n')[0].TrimStart('#').Trim();

    public IEnumerable<string> Sections =>
        text.Split('\n').Where(line => line.StartsWith("## ", StringComparison.Ordinal)).Select(line => line[3..].Trim());

    /// <summary>The code blocks whose first line says <c>csharp</c> and what the rules make of them.</summary>
    public IEnumerable<Example> Examples =>
        CodeBlock().Matches(text).Select(match => new Example(
            Id,
            text[..match.Index].Split('\n').Length,
            match.Groups["kind"].Value,
            match.Groups["code"].Value,
            LeaksBefore(match.Index)));

    /// <summary>Links to other pages of the folder, without what comes after a number sign.</summary>
    public IEnumerable<string> Links => Link().Matches(text).Select(match => match.Groups["page"].Value);

    // What a section shows as JSON belongs to the code after it, up to the next section.
    private string? LeaksBefore(int index)
    {
        var section = text[..index];
        section = section[Math.Max(0, section.LastIndexOf("\n## ", StringComparison.Ordinal))..];
        return JsonBlock().Matches(section).LastOrDefault()?.Groups["json"].Value;
    }

    [GeneratedRegex(@"^```json\n(?<json>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex JsonBlock();

    public static RulePage Read(string id) => new(id, Written.Text($"rules/{id}.md"));

    /// <summary>What the table at the top says of a property, as «Severity».</summary>
    public string? Property(string name) =>
        Written.Rows(text).FirstOrDefault(cells => cells[0] == name)?[1];

    [GeneratedRegex(@"^```csharp *(?<kind>[^\r\n]*)\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@"\]\((?<page>[A-Za-z0-9]+\.md)(#[^)]*)?\)")]
    private static partial Regex Link();
}
