namespace RedisGuard.Cli.Commands;

/// <summary>Codes that tell the script how the process ended.</summary>
internal static class ExitCodes
{
    /// <summary>Nothing found at or over the severity of <c>--fail-on</c>.</summary>
    public const int Clean = 0;

    /// <summary>At least one finding at or over the severity of <c>--fail-on</c>.</summary>
    public const int Findings = 1;

    /// <summary>The command could not do its work; one line on the error stream says why.</summary>
    public const int CannotRun = 2;

    /// <summary>Somebody ended it with Ctrl-C before it was done: 128 and the signal's number, as in a shell.</summary>
    public const int Cancelled = 130;
}
