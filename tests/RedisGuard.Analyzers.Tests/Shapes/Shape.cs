using System.Reflection;
using System.Text.RegularExpressions;

namespace RedisGuard.Analyzers.Tests.Shapes;

/// <summary>One file of <c>tests/shapes</c>: realistic code with the verdict at the end of its lines.</summary>
internal sealed partial record Shape(string Name, string Source)
{
    private const string Prefix = "shapes/";

    public static IReadOnlyList<Shape> All { get; } = [.. Read()];

    /// <summary>What must be reported: the line, and the ids of which one must be.</summary>
    public IEnumerable<Verdict> Expected => Verdicts("expect");

    /// <summary>What may be reported.</summary>
    public IEnumerable<Verdict> Allowed => Verdicts("allow");

    /// <summary>The names of the pairs, by the namespaces that end in <paramref name="half"/>, with the lines that each takes.</summary>
    public IEnumerable<(string Pair, int First, int Last)> Halves(string half)
    {
        string[] lines = Lines;
        for (int i = 0; i < lines.Length; i++)
        {
            if (HalfOfPair().Match(lines[i]) is { Success: true } match && match.Groups["half"].Value == half)
            {
                yield return (match.Groups["pair"].Value, i + 1, Array.IndexOf(lines, "}", i) + 1);
            }
        }
    }

    private string[] Lines => Source.ReplaceLineEndings("\n").Split('\n');

    private IEnumerable<Verdict> Verdicts(string kind)
    {
        string[] lines = Lines;
        for (int i = 0; i < lines.Length; i++)
        {
            foreach (Match match in Marker().Matches(lines[i]))
            {
                if (match.Groups["kind"].Value == kind)
                {
                    yield return new(i + 1, [.. match.Groups["ids"].Value.Split('|')]);
                }
            }
        }
    }

    private static IEnumerable<Shape> Read()
    {
        var here = typeof(Shape).Assembly;
        foreach (string name in here.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(here.GetManifestResourceStream(name)!);
            yield return new(name[Prefix.Length..].Replace('\\', '/'), reader.ReadToEnd());
        }
    }

    [GeneratedRegex(@"(?<=//.*)(?<kind>expect|allow): (?<ids>RG\d{4}(\|RG\d{4})*)")]
    private static partial Regex Marker();

    [GeneratedRegex(@"^namespace (?<pair>[\w.]+)\.(?<half>Before|After)$")]
    private static partial Regex HalfOfPair();
}
