using RedisGuard.Cli.Servers;
using RedisGuard.Cli.Servers.Deployments;

namespace RedisGuard.Cli.Monitoring;

/// <summary>Looks at servers, each interval once, and at a full one more often until it has let the monitor in.</summary>
internal sealed class LiveLooks : ILookSource
{
    public const string ToolName = "rg:cli:monitor";

    private static readonly TimeSpan Knock = TimeSpan.FromMilliseconds(200);

    private readonly MonitorSettings _settings;
    private readonly TimeProvider _clock;
    private readonly Deployment _deployment;
    private readonly Pace _pace;
    private readonly long _started;
    private long? _last;
    private bool _wasIn;

    public LiveLooks(MonitorSettings settings, TimeProvider clock)
    {
        _settings = settings;
        _clock = clock;
        _deployment = new Deployment(settings.Servers, settings.Discovers, ToolName, clock);
        _pace = new Pace(settings.Interval, clock);
        _started = clock.GetTimestamp();
    }

    public TimeSpan? ListEvery(string endpoint) => _pace.Every(endpoint);

    public async Task<IReadOnlyList<ServerLook>?> NextAsync(CancellationToken cancellation)
    {
        if (_last is { } last && _settings.Interval - _clock.GetElapsedTime(last) is { Ticks: > 0 } rest)
        {
            await Task.Delay(rest, _clock, cancellation).ConfigureAwait(false);
        }

        while (true)
        {
            _last = _clock.GetTimestamp();
            var looks = await _deployment.LookAsync(endpoint => _settings.Mode != MonitorMode.Stat && _pace.IsDue(endpoint), cancellation).ConfigureAwait(false);
            foreach (var look in looks)
            {
                if (look.ListCost is { } cost)
                {
                    _pace.Listed(look.Endpoint, cost);
                }
            }

            _wasIn |= looks.Any(static look => look.State is ServerState.Up or ServerState.Loading);
            if (_wasIn || !looks.Any(static look => look.State == ServerState.Full) || _clock.GetElapsedTime(_started) >= _settings.WaitForSlot)
            {
                return looks;
            }

            await Task.Delay(Knock, _clock, cancellation).ConfigureAwait(false);
        }
    }

    public ValueTask DisposeAsync() => _deployment.DisposeAsync();
}
