namespace RedisGuard.Cli.Servers.Deployments;

/// <summary>The servers that are looked at together: those that were named, and those that they name in turn.</summary>
internal sealed class Deployment : IAsyncDisposable
{
    // More nodes than any cluster has; a server that tells nonsense must not have the tool connect to all the world.
    private const int MostServers = 1000;

    private readonly Dictionary<string, MonitoredServer> _servers = new(StringComparer.Ordinal);
    private readonly HashSet<string> _named;

    // Other addresses of servers that are there already: a node is named by its host, and by the others with its IP address.
    private readonly HashSet<string> _aliases = new(StringComparer.Ordinal);
    private readonly bool _discovers;
    private readonly string _toolName;
    private readonly TimeProvider _clock;

    public Deployment(IReadOnlyList<ServerAddress> named, bool discovers, string toolName, TimeProvider clock)
    {
        _discovers = discovers;
        _toolName = toolName;
        _clock = clock;
        foreach (var address in named)
        {
            _servers.TryAdd(address.ToString(), new MonitoredServer(address, toolName, clock));
        }

        _named = [.. _servers.Keys];
    }

    public int Count => _servers.Count;

    /// <summary>Looks at all servers at once; in the first look, at those too that are found by it.</summary>
    public async Task<IReadOnlyList<ServerLook>> LookAsync(Func<string, bool> isListDue, CancellationToken cancellation)
    {
        Dictionary<string, ServerLook> looks = new(StringComparer.Ordinal);
        // Each round adds servers that no round had before, so that it ends.
        for (var unseen = _servers.Keys.ToList(); unseen.Count > 0; unseen = [.. _servers.Keys.Where(endpoint => !looks.ContainsKey(endpoint))])
        {
            var found = await Task.WhenAll(unseen.Select(endpoint => _servers[endpoint].LookAsync(isListDue(endpoint), cancellation))).ConfigureAwait(false);
            foreach (var look in found)
            {
                looks[look.Endpoint] = look;
            }

            if (!_discovers)
            {
                break;
            }

            await DropAliasesAsync(looks).ConfigureAwait(false);
            Add(found);
        }

        await ForgetAsync(looks).ConfigureAwait(false);
        return [.. looks.Values.OrderBy(look => !_named.Contains(look.Endpoint)).ThenBy(static look => look.Endpoint, StringComparer.Ordinal)];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers.Values)
        {
            await server.DisposeAsync().ConfigureAwait(false);
        }
    }

    private void Add(IReadOnlyList<ServerLook> looks)
    {
        foreach (var look in looks)
        {
            if (!_servers.TryGetValue(look.Endpoint, out var server))
            {
                continue;
            }

            foreach (var (host, port) in look.Peers)
            {
                var address = server.Address.At(host, port);
                if (_servers.Count < MostServers && !_aliases.Contains(address.ToString()))
                {
                    _servers.TryAdd(address.ToString(), new MonitoredServer(address, _toolName, _clock));
                }
            }
        }
    }

    // Counted twice, its clients would be twice as many, and this tool's other connection one of them.
    private async Task DropAliasesAsync(Dictionary<string, ServerLook> looks)
    {
        foreach (var same in looks.Values.Where(static look => look.Facts?.RunId is not null).GroupBy(static look => look.Facts!.RunId, StringComparer.Ordinal).ToList())
        {
            foreach (var alias in same.OrderByDescending(look => _named.Contains(look.Endpoint)).Skip(1).Where(look => !_named.Contains(look.Endpoint)))
            {
                _aliases.Add(alias.Endpoint);
                looks.Remove(alias.Endpoint);
                if (_servers.Remove(alias.Endpoint, out var server))
                {
                    await server.DisposeAsync().ConfigureAwait(false);
                }
            }
        }
    }

    // A node that left is no row any more; one that was named stays, and shows that it isn't there.
    private async Task ForgetAsync(Dictionary<string, ServerLook> looks)
    {
        var known = looks.Values.SelectMany(look => look.Peers.Select(peer => new ServerAddress(peer.Host, peer.Port).ToString())).ToHashSet(StringComparer.Ordinal);
        foreach (var look in looks.Values.Where(static look => look.State == ServerState.Unreachable).ToList())
        {
            if (_named.Contains(look.Endpoint) || known.Contains(look.Endpoint) || !_servers.Remove(look.Endpoint, out var gone))
            {
                continue;
            }

            looks.Remove(look.Endpoint);
            await gone.DisposeAsync().ConfigureAwait(false);
        }
    }
}
