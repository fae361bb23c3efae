using System.Collections.Concurrent;

namespace RedisGuard.Cli.Monitoring;

/// <summary>
/// Decides when a server's list of clients is due. The list of 5 000 clients takes 7 ms of the server's one thread: asking for
/// it at most each 200 times its cost leaves the server 99.5 % of its time.
/// </summary>
internal sealed class Pace(TimeSpan interval, TimeProvider clock)
{
    private const int TimesItsCost = 200;
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(1);

    // A list that is due a moment after this look isn't put off to the next.
    private static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<string, (long At, TimeSpan Every)> _last = new(StringComparer.Ordinal);

    public bool IsDue(string endpoint) => !_last.TryGetValue(endpoint, out var last) || clock.GetElapsedTime(last.At) >= last.Every - Slack;

    public TimeSpan? Every(string endpoint) => _last.TryGetValue(endpoint, out var last) ? last.Every : null;

    public void Listed(string endpoint, TimeSpan cost)
    {
        var every = TimeSpan.FromSeconds(Math.Ceiling((cost * TimesItsCost).TotalSeconds));
        var least = interval > Least ? interval : Least;
        _last[endpoint] = (clock.GetTimestamp(), every > least ? every : least);
    }
}
