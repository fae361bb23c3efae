using System.Globalization;
using RedisGuard.Watch.Reports;

namespace RedisGuard.Cli.Watching.Reporting;

/// <summary>One line of the program in words.</summary>
internal static class SiteText
{
    /// <summary>File, line and member: <c>Checkout.cs:41 Shop.Checkout.Pay</c>.</summary>
    public static string Of(SiteReport site)
    {
        if (site.Member.Length == 0)
        {
            return "unknown line: opened before the watch, or with defaults of its own";
        }

        var via = site.Via is null ? "" : $" via {site.Via}";
        return $"{At(site.Path, site.Line)}{Member(site.Member)}{via}";
    }

    public static string Of(ClosingReport closing) => At(closing.Path, closing.Line) + Member(closing.Member);

    public static string Count(long count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");

    /// <summary>File and line, if they are known, and a space.</summary>
    public static string At(string? path, int line) =>
        string.IsNullOrEmpty(path) ? "" : string.Create(CultureInfo.InvariantCulture, $"{path[(path.LastIndexOfAny(['/', '\\']) + 1)..]}:{line} ");

    private static string Member(string member) => member.EndsWith(".<Main>$", StringComparison.Ordinal) ? "top-level code" : member;
}
