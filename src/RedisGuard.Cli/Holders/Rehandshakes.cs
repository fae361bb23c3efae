using System.Globalization;
using RedisGuard.Cli.Servers;

namespace RedisGuard.Cli.Holders;

/// <summary>
/// Finds clients that log in again and again on connections that they have: the server counts more logins than connections,
/// and the same holder's old connections have a login as their last command in look after look.
/// </summary>
internal sealed class Rehandshakes
{
    private const double FewestPerSecond = 0.5;
    private const int OldSeconds = 10;

    // HELLO and AUTH at most, for a connection that is new.
    private const int LoginsOfABirth = 2;

    private readonly Dictionary<string, (DateTimeOffset At, long Handshakes, long Accepted)> _before = new(StringComparer.Ordinal);
    private readonly Dictionary<string, double> _rates = new(StringComparer.Ordinal);

    public void Add(IReadOnlyList<ServerLook> looks)
    {
        foreach (var look in looks)
        {
            if (look.Facts is not { Handshakes: { } handshakes, Accepted: { } accepted })
            {
                continue;
            }

            if (_before.TryGetValue(look.Endpoint, out var before) && look.At > before.At)
            {
                var logins = handshakes - before.Handshakes - (LoginsOfABirth * (accepted - before.Accepted));
                _rates[look.Endpoint] = logins / (look.At - before.At).TotalSeconds;
            }

            _before[look.Endpoint] = (look.At, handshakes, accepted);
        }
    }

    public Judgement? Judge(HolderHistory holder)
    {
        foreach (var (server, rate) in _rates)
        {
            if (rate < FewestPerSecond)
            {
                continue;
            }

            var logging = holder.Clients.Count(client => client.Key.Server == server
                && client.Value.Row is { AgeSeconds: > OldSeconds, IdleSeconds: <= OldSeconds, Command: "hello" or "auth" });
            if (logging > 0)
            {
                return new Judgement(Verdict.Rehandshaking, string.Create(
                    CultureInfo.InvariantCulture, $"{rate:0.0} logins/s beyond those of new connections; {logging} old ones had one as their last command"));
            }
        }

        return null;
    }
}
