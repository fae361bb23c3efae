namespace RedisGuard.Cli.Holders;

/// <summary>Births and deaths of a holder's connections over a stretch of looks.</summary>
/// <param name="Born">Connections with an id above all earlier ones, opened by processes that were there before.</param>
/// <param name="Joined">The same, by processes or machines that had just come: a scale-out or a deployment, not a leak.</param>
/// <param name="Died">Connections that are on the list no more.</param>
/// <param name="LooksWithBirths">In how many looks any was born.</param>
/// <param name="Looks">All looks.</param>
/// <param name="IsAtMost">Whether there were never more than now.</param>
/// <param name="Seconds">How long the stretch is.</param>
internal readonly record struct Births(long Born, long Joined, long Died, int LooksWithBirths, int Looks, bool IsAtMost, double Seconds);
