using System.Globalization;
using System.IO.Enumeration;
using RedisGuard.Cli.Servers.Clients;

namespace RedisGuard.Cli.Holders;

/// <summary>One condition: a field, an operator, and a value with <c>*</c> and <c>?</c> as wildcards where it is text.</summary>
internal sealed record FilterCondition(string Field, string Operator, string Value)
{
    private static readonly string[] Operators = ["!=", ">=", "<=", "=", ">", "<"];

    private static readonly Dictionary<string, Func<ClientRow, string?>> Texts = new(StringComparer.Ordinal)
    {
        ["name"] = static row => row.Name,
        ["site"] = static row => row.Identity?.Site,
        ["app"] = static row => row.Identity?.Application,
        ["pool"] = static row => row.Identity?.Pool,
        ["version"] = static row => row.Identity?.Version,
        ["instance"] = static row => row.Identity?.Instance,
        ["addr"] = static row => row.Address,
        ["ip"] = static row => row.Host,
        ["user"] = static row => row.User,
        ["lib"] = static row => row.LibraryName,
        ["cmd"] = static row => row.Command,
        ["flags"] = static row => row.Flags,
        ["process"] = static row => row.Process?.Name,
        ["kind"] = static row => row.Kind,
        // As CLIENT LIST TYPE has it, with the pub/sub clients of a pool among them.
        ["type"] = static row => row.Has('S') ? "replica" : row.Has('M') ? "master" : row.Has('O') ? "monitor" : row.IsSubscriber ? "pubsub" : "normal",
    };

    private static readonly Dictionary<string, Func<ClientRow, long?>> Numbers = new(StringComparer.Ordinal)
    {
        ["id"] = static row => row.Id,
        ["idle"] = static row => row.IdleSeconds,
        ["age"] = static row => row.AgeSeconds,
        ["db"] = static row => row.Database,
        ["pid"] = static row => row.Process?.Id,
        ["sub"] = static row => row.Subscriptions,
        ["mem"] = static row => row.Bytes,
    };

    /// <summary>The fields that a filter may name.</summary>
    public static IEnumerable<string> Fields => Texts.Keys.Concat(Numbers.Keys).Order(StringComparer.Ordinal);

    public static FilterCondition Parse(string text)
    {
        var at = text.IndexOfAny(['=', '!', '<', '>']);
        if (at > 0 && Array.Find(Operators, candidate => text.AsSpan(at).StartsWith(candidate, StringComparison.Ordinal)) is { } found)
        {
            var condition = new FilterCondition(text[..at], found, text[(at + found.Length)..]);
            condition.Check();
            return condition;
        }

        throw new FormatException($"'{text}' is no condition: expected a field, one of = != > < >= <=, and a value, such as idle>5m");
    }

    public bool Matches(ClientRow row)
    {
        if (Texts.TryGetValue(Field, out var text))
        {
            return text(row) is { } actual && FileSystemName.MatchesSimpleExpression(Pattern(Value), actual, ignoreCase: false) == (Operator == "=");
        }

        return Numbers[Field](row) is { } number && Number() is { } limit && Operator switch
        {
            "=" => number == limit,
            "!=" => number != limit,
            ">" => number > limit,
            "<" => number < limit,
            ">=" => number >= limit,
            _ => number <= limit,
        };
    }

    public override string ToString() => $"{Field}{Operator}{Value}";

    private void Check()
    {
        if (Texts.ContainsKey(Field))
        {
            if (Operator is not ("=" or "!="))
            {
                throw new FormatException($"'{this}': {Field} is a text and takes = or != only");
            }

            return;
        }

        if (!Numbers.ContainsKey(Field))
        {
            throw new FormatException($"'{Field}' is no field of a client: expected one of {string.Join(", ", Fields)}");
        }

        if (Number() is null)
        {
            throw new FormatException(Field is "idle" or "age"
                ? $"'{this}': expected seconds, or a time such as 90s, 5m, 2h or 1d"
                : $"'{this}': expected a whole number");
        }
    }

    private long? Number() => Field is "idle" or "age"
        ? TimeText.TryParse(Value, out var time) ? (long)time.TotalSeconds : null
        : long.TryParse(Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    // A backslash escapes in .NET's patterns, and stands for itself in a client's name.
    private static string Pattern(string value) => value.Replace("\\", "\\\\", StringComparison.Ordinal);
}
