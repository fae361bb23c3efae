using RedisGuard.Cli.Servers;

namespace RedisGuard.Cli.Monitoring;

/// <summary>Source of looks: servers, or a history of them.</summary>
internal interface ILookSource : IAsyncDisposable
{
    /// <summary>The next round of looks, or null when there is none any more.</summary>
    Task<IReadOnlyList<ServerLook>?> NextAsync(CancellationToken cancellation);

    /// <summary>How often the list of an endpoint is asked for; null where it is not.</summary>
    TimeSpan? ListEvery(string endpoint);
}
