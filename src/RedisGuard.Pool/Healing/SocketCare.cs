using RedisGuard.Pool.Sockets;
using StackExchange.Redis;

namespace RedisGuard.Pool.Healing;

/// <summary>Looks after the sockets of one connection.</summary>
internal sealed class SocketCare(
    SocketLedger ledger, IConnectionMultiplexer multiplexer, ConfigurationOptions configuration, HealingTerms terms, Action<HealedSocket> healed)
{
    private readonly SocketHealer _healer = new(ledger, multiplexer, configuration, terms, healed);
    private readonly LifeSigns _signs = new(multiplexer);

    /// <summary>Commands that it sent by itself.</summary>
    public long Sent => _signs.Asked;

    /// <summary>Asks the sockets on which nothing came of late for a sign of life, and closes none.</summary>
    public void AskStill()
    {
        // Where the system doesn't say when something came, each is asked. One that owes an answer has been, and asked again it would
        // never have owed it for long.
        foreach (var socket in ledger.Open.Where(socket => socket.Read() is not { } info || (info.ReceivedAgo >= terms.Quiet && !info.IsOwed)))
        {
            _signs.Ask(socket);
        }
    }

    /// <summary>To be called by one caller at a time, a few times a second.</summary>
    public void Look()
    {
        _healer.Look();
        foreach (var socket in _healer.ToBeAsked())
        {
            _signs.Ask(socket);
        }

        foreach (var socket in ledger.Open)
        {
            if (socket.Age >= terms.Youth)
            {
                _signs.Identify(ledger, socket);
            }
        }
    }
}
