using RedisGuard.Cli.Commands;
using RedisGuard.Cli.Holders;
using RedisGuard.Cli.Servers;
using RedisGuard.Cli.Servers.Clients;
using RedisGuard.Cli.Servers.Deployments;

namespace RedisGuard.Cli.LeakTest;

/// <summary>Looks at the clients that are under test.</summary>
internal sealed class ClientWatch(Deployment deployment, Filter filter, TimeProvider clock)
{
    /// <summary>A multiplexer that was dropped lives until its next heartbeat: a second, at worst five.</summary>
    public static readonly TimeSpan LongestSettling = TimeSpan.FromSeconds(6);

    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1.2);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    private string? _runIds;

    /// <summary>Whether a server restarted: then nothing before compares with anything after.</summary>
    public bool IsRestarted { get; private set; }

    /// <exception cref="CannotRunException">The clients of a server can't be listed.</exception>
    public async Task<IReadOnlyDictionary<(string Server, long Id), ClientRow>> LookAsync(CancellationToken cancellation)
    {
        var looks = await deployment.LookAsync(static _ => true, cancellation).ConfigureAwait(false);
        if (looks.FirstOrDefault(static look => look.Clients is null) is { } blind)
        {
            throw new CannotRunException($"{blind.Endpoint}: {blind.Trouble ?? blind.ListRefusal}");
        }

        var runIds = string.Join(' ', looks.Select(static look => look.Facts?.RunId));
        IsRestarted |= _runIds is not null && _runIds != runIds;
        _runIds = runIds;
        return looks.SelectMany(static look => look.Clients!.Select(row => (Key: (look.Endpoint, row.Id), Row: row)))
            .Where(client => filter.Matches(client.Row)).ToDictionary(static client => client.Key, static client => client.Row);
    }

    /// <summary>Waits until nothing was opened or closed for a while, at most the longest settling.</summary>
    public async Task<IReadOnlyDictionary<(string Server, long Id), ClientRow>> SettleAsync(CancellationToken cancellation)
    {
        var begun = clock.GetTimestamp();
        var clients = await LookAsync(cancellation).ConfigureAwait(false);
        for (var changed = begun; clock.GetElapsedTime(changed) < Quiet && clock.GetElapsedTime(begun) < LongestSettling;)
        {
            await Task.Delay(Look, clock, cancellation).ConfigureAwait(false);
            var next = await LookAsync(cancellation).ConfigureAwait(false);
            if (next.Count != clients.Count || next.Keys.Any(key => !clients.ContainsKey(key)))
            {
                changed = clock.GetTimestamp();
            }

            clients = next;
        }

        return clients;
    }
}
