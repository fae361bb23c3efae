namespace RedisGuard.Analyzers.Connections;

/// <summary>
/// Checks one opened connection. The first rule that finds a fault has the call for itself: one fault, one report. A rule that needs
/// the whole compilation answers <see cref="Finding.Later"/> while <see cref="Opening.Closings"/> is null, and is asked again with it.
/// </summary>
internal interface IConnectionRule
{
    Finding Check(Opening opening);
}
