using System.Globalization;

namespace RedisGuard.Cli.Servers;

/// <summary>The lines <c>name:value</c> of an INFO. A name that isn't there is not told, which is not 0.</summary>
internal sealed class InfoText
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    public InfoText(string text)
    {
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            var colon = line.IndexOf(':');
            if (colon > 0 && line[0] != '#')
            {
                _values[line[..colon].ToString()] = line[(colon + 1)..].ToString();
            }
        }
    }

    public IEnumerable<KeyValuePair<string, string>> Values => _values;

    public string? Text(string name) => _values.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    public long? Number(string name) =>
        long.TryParse(Text(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>One field of a value such as <c>calls=1,usec=11</c>.</summary>
    public long? Field(string name, string field)
    {
        foreach (var pair in (Text(name) ?? string.Empty).Split(','))
        {
            if (pair.StartsWith(field, StringComparison.Ordinal) && pair.Length > field.Length && pair[field.Length] == '='
                && long.TryParse(pair.AsSpan(field.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                return number;
            }
        }

        return null;
    }
}
