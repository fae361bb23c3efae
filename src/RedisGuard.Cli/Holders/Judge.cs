using System.Globalization;

namespace RedisGuard.Cli.Holders;

/// <summary>
/// Judges a holder by the births and deaths of its connections. Client ids only grow and are never used again, so that a look
/// tells exactly which connections are new and which are gone. A count says nothing: 400 may be right. Idle time alone says
/// nothing either: StackExchange.Redis pings each 60 s.
/// </summary>
internal static class Judge
{
    /// <summary>A holder that has opened fewer may be warming up.</summary>
    public const int FewestBirths = 5;

    /// <summary>Births in one look are a burst; a leak goes on.</summary>
    public const int FewestLooks = 3;

    private const double MostDeathsOfALeak = 0.1;
    private const double FewestDeathsOfChurn = 0.9;
    private const double FewestBirthsPerSecondOfChurn = 0.5;

    /// <param name="recent">The last minutes.</param>
    /// <param name="whole">All looks: a leak of one an hour shows in no five minutes.</param>
    /// <param name="survivors">What became of those that were born.</param>
    /// <param name="medianLife">The median life of those that died, in seconds; null where none did.</param>
    public static Judgement Of(Births recent, Births whole, Survivors survivors, double? medianLife)
    {
        if (whole.Looks < FewestLooks)
        {
            return new Judgement(Verdict.Watching, whole.Looks == 1 ? "one look tells no trend" : string.Empty);
        }

        if (IsChurn(recent))
        {
            return new Judgement(Verdict.Churning, string.Create(
                CultureInfo.InvariantCulture,
                $"{recent.Born / Math.Max(1, recent.Seconds):0.0} opened/s{(medianLife is { } life ? $", median life {TimeText.Short(life)}" : string.Empty)}"));
        }

        if (IsRise(recent))
        {
            return OfRise(recent, survivors);
        }

        return IsRise(whole) ? OfRise(whole, survivors) : new Judgement(Verdict.Steady, string.Empty);
    }

    private static bool IsChurn(Births births) =>
        births.Born >= FewestBirths
        && births.Died >= FewestDeathsOfChurn * births.Born
        && births.Born > FewestBirthsPerSecondOfChurn * births.Seconds;

    private static bool IsRise(Births births) =>
        births.Born >= FewestBirths
        && births.LooksWithBirths >= FewestLooks
        && births.Died < MostDeathsOfALeak * births.Born
        && births.IsAtMost;

    // A pool that fills under load rises as well: its connections are used, a leak's are not.
    private static Judgement OfRise(Births births, Survivors survivors)
    {
        var died = births.Died == 0 ? "none died" : string.Create(CultureInfo.InvariantCulture, $"{births.Died} died");
        if (survivors.Judged == 0)
        {
            return survivors.Untold > 0
                ? new Judgement(Verdict.Leaking, string.Create(CultureInfo.InvariantCulture, $"{births.Born} born, {died}; use is not told"))
                : new Judgement(Verdict.Watching, string.Create(CultureInfo.InvariantCulture, $"{births.Born} born, {died}, too young to tell"));
        }

        return survivors.Unused * 2 >= survivors.Judged
            ? new Judgement(Verdict.Leaking, string.Create(CultureInfo.InvariantCulture, $"{births.Born} born, {died}, no reuse"))
            : new Judgement(Verdict.Growing, string.Create(CultureInfo.InvariantCulture, $"{births.Born} born, {died}, in use"));
    }
}
