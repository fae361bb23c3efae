using System.Text;
using System.Text.RegularExpressions;

namespace RedisGuard.Cli.Loading.Loose.Projects;

/// <summary>
/// MSBuild properties and the expansion of <c>$(…)</c>: plain names, the file searches that imports are written with, and
/// the few string functions that conditions use. Whatever else a project calls expands to nothing.
/// </summary>
internal sealed partial class PropertyTable
{
    private readonly Dictionary<string, string> _values = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _fixed = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>How many expressions expanded to nothing because they aren't understood.</summary>
    public int Unknown { get; private set; }

    /// <summary>The value, or the empty string, as in MSBuild.</summary>
    public string this[string name]
    {
        get => _values.GetValueOrDefault(name, "");
        set
        {
            if (!_fixed.Contains(name))
            {
                _values[name] = value;
            }
        }
    }

    /// <summary>Sets what no project file may change, as a property on MSBuild's command line.</summary>
    public void Fix(string name, string value)
    {
        _values[name] = value;
        _fixed.Add(name);
    }

    /// <summary>Replaces each <c>$(…)</c>, with nested brackets.</summary>
    public string Expand(string text)
    {
        var start = text.IndexOf("$(", StringComparison.Ordinal);
        if (start < 0)
        {
            return text;
        }

        var result = new StringBuilder();
        var position = 0;
        while (start >= 0)
        {
            var end = ClosingBracket(text, start + 2);
            if (end < 0)
            {
                break;
            }

            result.Append(text, position, start - position).Append(Evaluate(text[(start + 2)..end].Trim()));
            position = end + 1;
            start = text.IndexOf("$(", position, StringComparison.Ordinal);
        }

        return result.Append(text, position, text.Length - position).ToString();
    }

    /// <summary>The bracket that closes the one before <paramref name="from"/>, or -1.</summary>
    internal static int ClosingBracket(string text, int from)
    {
        var depth = 1;
        for (var i = from; i < text.Length; i++)
        {
            if (text[i] == '(')
            {
                depth++;
            }
            else if (text[i] == ')' && --depth == 0)
            {
                return i;
            }
        }

        return -1;
    }

    private string Evaluate(string expression)
    {
        if (Name().IsMatch(expression))
        {
            return this[expression];
        }

        if (StringFunction().Match(expression) is { Success: true } call)
        {
            return Call(this[call.Groups["name"].Value], call.Groups["function"].Value, Expand(call.Groups["argument"].Value));
        }

        if (FileSearch().Match(expression) is { Success: true } search)
        {
            return Search(search);
        }

        Unknown++;
        return "";
    }

    private static string Call(string value, string function, string argument) => (function switch
    {
        "StartsWith" => value.StartsWith(argument, StringComparison.Ordinal),
        "EndsWith" => value.EndsWith(argument, StringComparison.Ordinal),
        _ => value.Contains(argument, StringComparison.Ordinal),
    }).ToString();

    private string Search(Match search)
    {
        var first = Expand(search.Groups["first"].Value);
        var second = Expand(search.Groups["second"].Value);
        var byPath = search.Groups["function"].Value == "GetPathOfFileAbove";
        var (file, folder) = byPath ? (first, second) : (second, first);
        if (folder.Length == 0)
        {
            folder = this["MSBuildThisFileDirectory"];
        }

        var found = ProjectPaths.FindAbove(ProjectPaths.Normalise(folder), file);
        return found is null ? "" : byPath ? found : Path.GetDirectoryName(found)!;
    }

    [GeneratedRegex(@"^[A-Za-z_][\w.-]*$")]
    private static partial Regex Name();

    [GeneratedRegex(@"^(?<name>\w+)\.(?<function>StartsWith|EndsWith|Contains)\(\s*['""`]?(?<argument>[^'""`]*)['""`]?\s*\)$")]
    private static partial Regex StringFunction();

    [GeneratedRegex(@"^\[MSBuild\]::(?<function>GetPathOfFileAbove|GetDirectoryNameOfFileAbove)\(\s*'?(?<first>[^',]*)'?\s*(,\s*'?(?<second>[^']*)'?\s*)?\)$")]
    private static partial Regex FileSearch();
}
