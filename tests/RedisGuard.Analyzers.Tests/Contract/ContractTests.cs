using Microsoft.CodeAnalysis;
using RedisGuard.Verification;

namespace RedisGuard.Analyzers.Tests.Contract;

/// <summary>Descriptors, release tracking, rule pages, their index and the README say the same of every rule.</summary>
public class ContractTests
{
    private static readonly ILookup<string, DiagnosticDescriptor> Descriptors =
        AllAnalyzers.Create().SelectMany(analyzer => analyzer.SupportedDiagnostics).Distinct().ToLookup(descriptor => descriptor.Id);

    public static TheoryData<string> Ids => [.. Descriptors.Select(rule => rule.Key).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void DescriptorsOfOneId_SayTheSame(string id)
    {
        Assert.Single(Descriptors[id].Select(descriptor => (
            Text(descriptor.Title),
            Text(descriptor.MessageFormat),
            Text(descriptor.Description),
            descriptor.Category,
            descriptor.DefaultSeverity,
            descriptor.IsEnabledByDefault,
            descriptor.HelpLinkUri)).Distinct());
    }

    [Fact]
    public void EachDescriptor_HasAnIdOfItsOwnAndIsReported()
    {
        string[] declared = [.. typeof(Rules.Descriptors).GetFields().Select(field => ((DiagnosticDescriptor)field.GetValue(null)!).Id)];

        Assert.Equal(declared.Distinct().Order(StringComparer.Ordinal), declared.Order(StringComparer.Ordinal));
        Assert.Equal(Ids.Select(row => row.Data), declared.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void HelpLink_LeadsToThePage(string id) => Assert.Equal(
        $"https://github.com/redisguard/redisguard/blob/main/docs/rules/{id}.md", Rule(id).HelpLinkUri);

    [Theory]
    [MemberData(nameof(Ids))]
    public void Message_IsOneSentenceWithoutAFullStop(string id)
    {
        string message = Text(Rule(id).MessageFormat);

        Assert.False(message.EndsWith('.'), message);
        Assert.DoesNotContain(". ", message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Page_AgreesWithTheDescriptor(string id)
    {
        var page = RulePage.Read(id);
        var rule = Rule(id);

        Assert.Equal($"{id}: {rule.Title}", page.Heading);
        Assert.Equal(rule.Category, page.Property("Category"));
        Assert.Equal(Text(rule.MessageFormat), page.Property("Message"));
        Assert.Equal(Name(rule.DefaultSeverity), page.Property("Severity")?.Split(',')[0]);
        Assert.NotNull(page.Property("Code fix"));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Page_HasEverySection(string id) => Assert.Equal(
        ["Flagged code", "Why", "Fixed code", "Deliberately not flagged", "When to suppress", "Options"], RulePage.Read(id).Sections);

    [Theory]
    [MemberData(nameof(Ids))]
    public void Page_LinksToPagesThatAreThere(string id) => Assert.All(
        RulePage.Read(id).Links, link => Assert.NotEmpty(Written.Text($"rules/{link}")));

    [Fact]
    public void EveryPage_HasARule() => Assert.Equal(Ids.Select(row => row.Data), Written.PageIds);

    [Fact]
    public void Index_ListsEveryRule() => Assert.Equal(
        Descriptors.Select(rule => ($"[{rule.Key}]({rule.Key}.md)", Name(rule.First().DefaultSeverity), Text(rule.First().Title))).Order(),
        RuleRows("rules/index.md").Select(cells => (cells[0], cells[1], cells[2])).Order());

    [Theory]
    [InlineData("README.md", "docs/rules")]
    [InlineData("package/README.md", "https://github.com/redisguard/redisguard/blob/main/docs/rules")]
    public void Readme_ListsEveryRule(string readme, string pages) => Assert.Equal(
        Descriptors.Select(rule => ($"[{rule.Key}]({pages}/{rule.Key}.md)", Name(rule.First().DefaultSeverity), Text(rule.First().Title))).Order(),
        RuleRows(readme).Select(cells => (cells[0], cells[1].Split(',')[0], cells[2])).Order());

    [Fact]
    public void ReleaseTracking_ListsEveryRule() => Assert.Equal(
        Descriptors.Select(rule => (rule.Key, rule.First().Category, rule.First().DefaultSeverity.ToString(), $"{rule.First().Title}, [documentation](docs/rules/{rule.Key}.md)")).Order(),
        RuleRows("AnalyzerReleases.Shipped.md").Concat(RuleRows("AnalyzerReleases.Unshipped.md")).Select(cells => (cells[0], cells[1], cells[2], cells[3])).Order());

    [Theory]
    [InlineData("off")]
    [InlineData("strict")]
    public void PresetForAll_NamesEveryRule(string preset) => Assert.Equal(Ids.Select(row => row.Data), PresetIds(preset));

    [Fact]
    public void PresetForSome_NamesOnlyRules() => Assert.Subset(Ids.Select(row => row.Data).ToHashSet(), PresetIds("leaks-only").ToHashSet());

    private static IEnumerable<string> PresetIds(string preset) =>
        Written.Text($"presets/{preset}").Split('\n')
            .Where(line => line.StartsWith("dotnet_diagnostic.", StringComparison.Ordinal))
            .Select(line => line.Split('.')[1]);

    private static DiagnosticDescriptor Rule(string id) => Descriptors[id].First();

    private static string Text(LocalizableString text) => text.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static string Name(DiagnosticSeverity severity) => severity.ToString();

    private static IEnumerable<string[]> RuleRows(string name) =>
        Written.Rows(Written.Text(name)).Where(cells => cells[0].TrimStart('[').StartsWith("RG", StringComparison.Ordinal));
}
