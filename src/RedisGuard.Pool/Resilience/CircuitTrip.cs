using System.Globalization;
using StackExchange.Redis;

namespace RedisGuard.Pool.Resilience;

/// <summary>Reason why a circuit breaker opened, in words for whoever reads the log.</summary>
internal sealed class CircuitTrip(string reason, Exception? fault)
{
    /// <summary>The last of the faults.</summary>
    public Exception? Fault => fault;

    public string Reason => reason;

    public string LikelyCause => fault switch
    {
        RedisServerException error when error.Message.StartsWith("LOADING", StringComparison.Ordinal) =>
            "The server is up and loads its data; it serves when it is done",
        RedisServerException error when error.Message.StartsWith("READONLY", StringComparison.Ordinal) =>
            "Writes reach a replica: a failover is under way, or the configuration leads to the wrong server",
        RedisServerException => "The server answers, and says that it can't serve: a failover or a resharding is under way",
        RedisConnectionException { FailureType: ConnectionFailureType.AuthenticationFailure } => "The server refuses the user or the password",
        RedisConnectionException or System.Net.Sockets.SocketException or IOException => "The server is down, or the network doesn't lead to it",
        TimeoutException => "The server is slow or hangs, or this process is short of threads",
        _ => "The server doesn't serve",
    };

    public static CircuitTrip ByRatio(CircuitCounts counts, TimeSpan within, Exception fault) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{counts.Failures} of {counts.Calls} calls failed within {within.TotalSeconds:0.#} s, the last with {Brief(fault)}"), fault);

    public static CircuitTrip ByFaults(CircuitCounts counts, Exception fault) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{counts.FaultsInARow} connection faults came in a row, the last a {Brief(fault)}"), fault);

    public static CircuitTrip ByProbe(Exception fault) => new($"a probe failed with {Brief(fault)}", fault);

    public static CircuitTrip ByHand() => new("it was isolated by hand", fault: null);

    private static string Brief(Exception fault) => $"{fault.GetType().Name} ({RedisFaults.Brief(fault)})";
}
