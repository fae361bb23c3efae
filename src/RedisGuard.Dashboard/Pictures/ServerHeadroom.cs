using System.Globalization;
using System.Runtime.CompilerServices;
using RedisGuard.Pool;
using RedisGuard.Pool.Connections;
using StackExchange.Redis;

namespace RedisGuard.Dashboard.Pictures;

/// <summary>Asks a server how many clients it has and lets in: every ten seconds, and only while somebody looks. Thread-safe.</summary>
internal sealed class ServerHeadroom(TimeProvider time)
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(10);

    private readonly ConditionalWeakTable<RedisPool, Answer> _answers = [];

    /// <returns>The last answer; null while there is none, and where the server doesn't tell.</returns>
    public ServerPicture? Of(RedisPool pool, RedisPoolSnapshot snapshot)
    {
        var answer = _answers.GetOrCreateValue(pool);
        // A look must not open a connection, nor wait for a server that is gone.
        if (snapshot.Health.State == RedisHealthState.Healthy && snapshot.Breaker == RedisCircuitState.Closed && answer.IsDue(time, Pace))
        {
            _ = AskAsync(pool, answer);
        }

        return answer.Last;
    }

    private static async Task AskAsync(RedisPool pool, Answer answer)
    {
        try
        {
            var connection = await pool.GetConnectionAsync().ConfigureAwait(false);
            if (Array.Find(connection.GetServers(), static server => server is { IsConnected: true, IsReplica: false }) is { } server)
            {
                answer.Last = Parse(await ClientsInfo.AskAsync(server, Pace).ConfigureAwait(false));
            }
        }
        catch (Exception e) when (e is RedisException or RedisCommandException or TimeoutException or ObjectDisposedException or InvalidOperationException)
        {
            // Not told: the user may not ask, or the server is gone again.
            answer.Last = null;
        }
    }

    internal static ServerPicture? Parse(string? info) =>
        Number(info, "connected_clients") is { } clients && Number(info, "maxclients") is { } most ? new ServerPicture(clients, most) : null;

    private static long? Number(string? info, string name)
    {
        var line = info?.Split('\n').FirstOrDefault(line => line.StartsWith($"{name}:", StringComparison.Ordinal));
        return long.TryParse(line?[(name.Length + 1)..].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    private sealed class Answer
    {
        private long _askedAt = -1;
        private volatile ServerPicture? _last;

        public ServerPicture? Last
        {
            get => _last;
            set => _last = value;
        }

        public bool IsDue(TimeProvider time, TimeSpan pace)
        {
            var asked = Interlocked.Read(ref _askedAt);
            return (asked < 0 || time.GetElapsedTime(asked) >= pace) && Interlocked.CompareExchange(ref _askedAt, time.GetTimestamp(), asked) == asked;
        }
    }
}
