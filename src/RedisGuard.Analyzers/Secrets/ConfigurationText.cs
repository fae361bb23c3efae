using System;
using System.Collections.Immutable;
using System.Linq;
using RedisGuard.Analyzers.Values;

namespace RedisGuard.Analyzers.Secrets;

/// <summary>Finds the password in a configuration string or a Redis URL.</summary>
internal static class ConfigurationText
{
    private static readonly ImmutableArray<string> s_schemes = ImmutableArray.Create("redis://", "rediss://");
    private static readonly ImmutableArray<string> s_here = ImmutableArray.Create("localhost", "127.", "::1", "[::1]", "host.docker.internal");

    /// <summary>Where the password begins; -1 where there is none, or only something that stands for one.</summary>
    public static int PasswordIn(string text)
    {
        foreach (string scheme in s_schemes)
        {
            if (text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
            {
                return InUrl(text, scheme.Length);
            }
        }

        return InOptions(text);
    }

    /// <summary>Whether a place of a configuration string is where the password begins.</summary>
    public static bool IsPasswordAt(string text, int position)
    {
        int start = position == 0 ? 0 : text.LastIndexOf(',', position - 1) + 1;
        string option = text.Substring(start, position - start).Trim();
        return option.Equals("password=", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Whether this is a value and not the place for one: empty, <c>{0}</c>, <c>&lt;password&gt;</c>, <c>***</c>, <c>$(VAR)</c>.</summary>
    public static bool IsSecret(string value)
    {
        string trimmed = value.Trim();
        if (trimmed.Length == 0 || trimmed.IndexOf(WrittenText.Hole) >= 0)
        {
            return false;
        }

        char first = trimmed[0];
        char last = trimmed[trimmed.Length - 1];
        bool isTemplate = (first == '{' && last == '}') || (first == '<' && last == '>') || (first == '[' && last == ']') || (first == '%' && last == '%')
            || trimmed.StartsWith("$(", StringComparison.Ordinal) || trimmed.StartsWith("${", StringComparison.Ordinal) || trimmed.StartsWith("#{", StringComparison.Ordinal)
            || trimmed.StartsWith("__", StringComparison.Ordinal);
        return !isTemplate && !IsOneCharacter(trimmed) && !SaysPlaceholder(trimmed);
    }

    /// <summary>Whether all servers it names are on the machine it runs on, or can't be told.</summary>
    public static bool IsForThisMachine(string text)
    {
        foreach (string scheme in s_schemes)
        {
            if (text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
            {
                return IsThisMachine(text.Substring(text.LastIndexOf('@') + 1));
            }
        }

        foreach (string option in text.Split(','))
        {
            if (option.IndexOf('=') < 0 && !IsThisMachine(option.Trim()))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsThisMachine(string server)
        => server.Length == 0 || server[0] == WrittenText.Hole || s_here.Any(name => server.StartsWith(name, StringComparison.OrdinalIgnoreCase));

    private static int InUrl(string text, int start)
    {
        int end = text.IndexOf('/', start);
        string authority = end < 0 ? text.Substring(start) : text.Substring(start, end - start);
        int at = authority.LastIndexOf('@');
        int colon = at < 0 ? -1 : authority.IndexOf(':', 0, at);
        return colon >= 0 && IsSecret(authority.Substring(colon + 1, at - colon - 1)) ? start + colon + 1 : -1;
    }

    private static int InOptions(string text)
    {
        int start = 0;
        foreach (string option in text.Split(','))
        {
            int equals = option.IndexOf('=');
            if (equals > 0 && option.Substring(0, equals).Trim().Equals("password", StringComparison.OrdinalIgnoreCase) && IsSecret(option.Substring(equals + 1)))
            {
                string value = option.Substring(equals + 1);
                return start + equals + 1 + (value.Length - value.TrimStart().Length);
            }

            start += option.Length + 1;
        }

        return -1;
    }

    /// <summary><c>***</c>, <c>xxxx</c>, <c>...</c></summary>
    private static bool IsOneCharacter(string value)
    {
        foreach (char character in value)
        {
            if (character != value[0])
            {
                return false;
            }
        }

        return value[0] is '*' or 'x' or 'X' or '.' or '_' or '-' or '?';
    }

    private static bool SaysPlaceholder(string value)
        => value.StartsWith("your", StringComparison.OrdinalIgnoreCase)
            || value.StartsWith("change", StringComparison.OrdinalIgnoreCase)
            || value.IndexOf("placeholder", StringComparison.OrdinalIgnoreCase) >= 0
            || value.IndexOf("redacted", StringComparison.OrdinalIgnoreCase) >= 0;
}
