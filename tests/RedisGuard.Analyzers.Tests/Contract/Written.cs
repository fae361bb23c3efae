using System.Reflection;

namespace RedisGuard.Analyzers.Tests.Contract;

/// <summary>The texts about rules that ship beside the code, embedded as they are.</summary>
internal static class Written
{
    private static readonly Assembly Here = typeof(Written).Assembly;

    /// <summary>The ids that have a page.</summary>
    public static IEnumerable<string> PageIds =>
        Here.GetManifestResourceNames()
            .Where(name => name.StartsWith("rules/RG", StringComparison.Ordinal))
            .Select(name => Path.GetFileNameWithoutExtension(name))
            .Order(StringComparer.Ordinal);

    public static string Text(string name)
    {
        using var reader = new StreamReader(
            Here.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"There is no {name}."));
        return reader.ReadToEnd();
    }

    /// <summary>The rows of a text's Markdown tables, as trimmed cells; the rows that only draw lines are left out.</summary>
    public static IEnumerable<string[]> Rows(string text) =>
        text.Split('\n')
            .Where(line => line.Contains('|', StringComparison.Ordinal))
            .Select(line => line.Trim().Trim('|').Split('|').Select(cell => cell.Trim()).ToArray())
            .Where(cells => cells.Length > 1 && !cells.All(cell => cell.Trim('-').Length == 0));
}
