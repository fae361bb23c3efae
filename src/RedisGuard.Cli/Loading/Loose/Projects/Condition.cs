using System.Globalization;

namespace RedisGuard.Cli.Loading.Loose.Projects;

/// <summary>
/// An MSBuild condition: comparisons, <c>and</c>, <c>or</c>, <c>!</c>, brackets and <c>Exists</c>. What can't be understood
/// is false, so that a group meant for a special case stays out.
/// </summary>
internal sealed class Condition
{
    private readonly PropertyTable _properties;
    private readonly string _folder;
    private readonly List<string> _tokens;
    private int _next;
    private bool _isMalformed;

    private Condition(string text, PropertyTable properties, string folder)
    {
        _properties = properties;
        _folder = folder;
        _tokens = ConditionTokens.Split(text);
    }

    /// <param name="text">The attribute; none or an empty one holds.</param>
    /// <param name="properties">What the condition may ask for.</param>
    /// <param name="folder">What <c>Exists</c> is relative to.</param>
    /// <param name="isUnderstood">False where a part of it means nothing here.</param>
    public static bool Holds(string? text, PropertyTable properties, string folder, out bool isUnderstood)
    {
        isUnderstood = true;
        if (string.IsNullOrWhiteSpace(text))
        {
            return true;
        }

        var condition = new Condition(text, properties, folder);
        var unknown = properties.Unknown;
        var holds = condition.Or();
        var isRead = condition._next == condition._tokens.Count;
        isUnderstood = isRead && !condition._isMalformed && properties.Unknown == unknown;
        return holds && isRead;
    }

    private string? Peek => _next < _tokens.Count ? _tokens[_next] : null;

    private bool Take(string word)
    {
        if (!string.Equals(Peek, word, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        _next++;
        return true;
    }

    // Both sides are always read: a condition that is decided early still has to be parsed to its end.
    private bool Or()
    {
        var value = And();
        while (Take("or"))
        {
            value |= And();
        }

        return value;
    }

    private bool And()
    {
        var value = Not();
        while (Take("and"))
        {
            value &= Not();
        }

        return value;
    }

    private bool Not()
    {
        if (Take("!"))
        {
            return !Not();
        }

        if (Take("("))
        {
            var value = Or();
            return Close() && value;
        }

        return Comparison();
    }

    private bool Comparison()
    {
        var left = Operand();
        if (string.Equals(left, "Exists", StringComparison.OrdinalIgnoreCase) && Take("("))
        {
            var path = ProjectPaths.Combine(_folder, Operand() ?? "");
            return Close() && (File.Exists(path) || Directory.Exists(path));
        }

        if (Peek is not ("==" or "!=" or "<" or ">" or "<=" or ">="))
        {
            return string.Equals(left, "true", StringComparison.OrdinalIgnoreCase);
        }

        var comparison = _tokens[_next++];
        return Compare(left ?? "", comparison, Operand() ?? "");
    }

    private static bool Compare(string left, string comparison, string right)
    {
        if (comparison is "==" or "!=")
        {
            return string.Equals(left, right, StringComparison.OrdinalIgnoreCase) == (comparison == "==");
        }

        if (!double.TryParse(left, CultureInfo.InvariantCulture, out var a) || !double.TryParse(right, CultureInfo.InvariantCulture, out var b))
        {
            return false;
        }

        return comparison switch
        {
            "<" => a < b,
            ">" => a > b,
            "<=" => a <= b,
            _ => a >= b,
        };
    }

    private bool Close()
    {
        var isClosed = Take(")");
        _isMalformed |= !isClosed;
        return isClosed;
    }

    private string? Operand()
    {
        var token = Peek;
        _isMalformed |= token is null or "==" or "!=" or "<" or ">" or "<=" or ">=" or ")"
            || (token[0] == '\'' && (token.Length == 1 || token[^1] != '\'')) || (token[0] == '$' && token[^1] != ')');
        return token is null ? null : _properties.Expand(_tokens[_next++].Trim('\''));
    }
}
