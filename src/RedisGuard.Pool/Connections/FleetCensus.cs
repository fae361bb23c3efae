using System.Globalization;
using RedisGuard.Pool.Resilience;
using StackExchange.Redis;

namespace RedisGuard.Pool.Connections;

/// <summary>Asks the server now and then how many clients it has.</summary>
/// <remarks>For one caller at a time.</remarks>
internal sealed class FleetCensus(IConnectionMultiplexer multiplexer, FleetSize fleet)
{
    // A fleet grows by deployments, and those take minutes.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Patience = Interval;
    private const string Field = "connected_clients:";

    private long? _askedAt;
    private long _asked;

    /// <summary>The number of commands that were.</summary>
    public long Asked => Interlocked.Read(ref _asked);

    public void Look()
    {
        if (_askedAt is { } at && Environment.TickCount64 - at < Interval.TotalMilliseconds)
        {
            return;
        }

        if (Array.Find(multiplexer.GetServers(), static server => server is { IsConnected: true, IsReplica: false }) is { } server)
        {
            _askedAt = Environment.TickCount64;
            Interlocked.Increment(ref _asked);
            AskAsync(server).Observe();
        }
    }

    private async Task AskAsync(IServer server)
    {
        // Refused (INFO is one of the commands that access lists call dangerous), it stays unknown.
        var answer = await ClientsInfo.AskAsync(server, Patience).ConfigureAwait(false);
        var at = answer.IndexOf(Field, StringComparison.Ordinal);
        if (at >= 0)
        {
            var digits = answer.AsSpan(at + Field.Length);
            var end = digits.IndexOfAny('\r', '\n');
            if (long.TryParse(end < 0 ? digits : digits[..end], NumberStyles.None, CultureInfo.InvariantCulture, out var clients))
            {
                fleet.Clients = clients;
            }
        }
    }
}
