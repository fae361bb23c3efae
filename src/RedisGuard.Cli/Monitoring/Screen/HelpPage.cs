namespace RedisGuard.Cli.Monitoring.Screen;

/// <summary>The keys and the verdicts, in the words of docs/monitor.md.</summary>
internal static class HelpPage
{
    public static IReadOnlyList<string> Lines { get; } =
    [
        " Keys",
        "   ↑ ↓ PgUp PgDn Home End   select a holder (j and k too)",
        "   enter                    its details; enter or esc goes back",
        "   s, S                     sort by the next column, reverse",
        "   /                        show rows with a text in holder, kind or verdict; esc shows all",
        "   f or space               freeze what is shown, go on",
        "   q or Ctrl+C              end",
        string.Empty,
        " Verdicts, from births and deaths of connections",
        "   leaking          opened, not closed, not used again",
        "   churning         opened and closed all the time instead of shared",
        "   re-handshaking   old connections log in again and again",
        "   orphaned         the process that opened them ended; the server did not notice",
        "   growing          more of them, and in use: load, or a pool that fills",
        "   steady           none of these",
        "   watching         too few looks to tell",
        string.Empty,
        " BORN and DIED count since the first look. – is «not told by this server».",
    ];
}
