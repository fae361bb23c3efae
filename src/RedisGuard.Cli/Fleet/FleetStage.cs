namespace RedisGuard.Cli.Fleet;

/// <summary>A moment in a fleet's life, and the connections of one server in it.</summary>
/// <param name="Name">The moment.</param>
/// <param name="AtRest">With each pool's shared connections only.</param>
/// <param name="AtLimit">With each pool at its limit.</param>
internal readonly record struct FleetStage(string Name, long AtRest, long AtLimit);
