using System.Collections.Immutable;
using RedisGuard.Cli.Commands;

namespace RedisGuard.Cli.Scanning;

/// <summary>A rule (<c>RG1002</c>) or a family of rules (<c>RG1xxx</c>), as somebody typed it.</summary>
internal readonly record struct RuleName(string Text)
{
    private const string AnyRule = "XXX";

    /// <summary>Reads a list with commas.</summary>
    /// <exception cref="CannotRunException">One of them is no rule's.</exception>
    public static ImmutableArray<RuleName> Parse(IEnumerable<string> lists, IReadOnlyCollection<string> known)
    {
        var names = lists
            .SelectMany(static list => list.Split([',', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .Select(static text => new RuleName(text.ToUpperInvariant()))
            .ToImmutableArray();
        foreach (var name in names.Where(name => !known.Any(name.Covers)))
        {
            throw new CannotRunException(NearestWord.To(name.Text, known) is { } meant
                ? $"'{name}' is no rule: did you mean {meant}?"
                : $"'{name}' is no rule: name one such as RG1002, or a family such as RG1xxx");
        }

        return names;
    }

    public bool Covers(string id) => Text.EndsWith(AnyRule, StringComparison.Ordinal)
        ? id.Length == Text.Length && id.StartsWith(Text[..^AnyRule.Length], StringComparison.OrdinalIgnoreCase)
        : id.Equals(Text, StringComparison.OrdinalIgnoreCase);

    public override string ToString() => Text.EndsWith(AnyRule, StringComparison.Ordinal) ? Text[..^AnyRule.Length] + "xxx" : Text;
}
