using RedisGuard.Cli.Holders;

namespace RedisGuard.Cli.Monitoring.Formats;

/// <summary>A column of the table of holders.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="IsRight">Whether numbers stand at the right.</param>
/// <param name="Rank">The column of the highest rank goes first when the line is too short; rank 0 always stays.</param>
/// <param name="Cell">What it shows of a holder.</param>
internal sealed record Column(string Title, bool IsRight, int Rank, Func<HolderStanding, string> Cell)
{
    /// <summary>The narrowest that the column may become before another one goes.</summary>
    public int Least { get; init; } = int.MaxValue;
}
