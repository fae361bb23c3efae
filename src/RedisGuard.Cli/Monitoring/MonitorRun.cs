using RedisGuard.Cli.Commands;
using RedisGuard.Cli.Monitoring.Histories;
using RedisGuard.Cli.Servers;

namespace RedisGuard.Cli.Monitoring;

/// <summary>One run of <c>redisguard monitor</c>: look, count, show, and the exit code.</summary>
internal sealed class MonitorRun(MonitorSettings settings, ILookSource source, IMonitorView view, TimeProvider clock)
{
    private readonly SnapshotBuilder _builder = new(settings.Grouping, settings.Filter);
    private readonly Redaction? _redaction = settings.Redacts ? new Redaction() : null;

    /// <summary>What met <c>--fail-on</c> first, in words; null where nothing did.</summary>
    public string? Met { get; private set; }

    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var file = settings.OutputFile is { } output ? new SnapshotFile(output, settings.Format) : null;
        using var history = settings.HistoryFile is { } path ? new HistoryWriter(path) : null;
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var timer = settings.For is { } time ? clock.CreateTimer(_ => ending.Cancel(), null, time, Timeout.InfiniteTimeSpan) : null;
        IReadOnlyList<ServerLook> looks = [];
        var wasIn = false;
        try
        {
            while (await source.NextAsync(ending.Token).ConfigureAwait(false) is { } next)
            {
                looks = _redaction is null ? next : [.. next.Select(_redaction.Of)];
                wasIn |= looks.Any(static look => look.State is ServerState.Up or ServerState.Loading);
                history?.Write(looks);
                var snapshot = _builder.Add(looks, source.ListEvery);
                if (settings.Mode == MonitorMode.Once && !wasIn)
                {
                    break;
                }

                view.Show(snapshot);
                file?.Write(snapshot);
                Met ??= settings.FailOn.Select(condition => condition.Met(snapshot)).FirstOrDefault(static met => met is not null);
                if (settings.Mode == MonitorMode.Once && settings.ReplayFile is null)
                {
                    break;
                }
            }
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The time is over, or somebody has seen enough: the regular end of a watch.
        }

        return wasIn || looks.Count == 0
            ? Met is null ? ExitCodes.Clean : ExitCodes.Findings
            : throw new CannotRunException(string.Join("; ", looks.Select(static look => $"{look.Endpoint}: {look.Trouble}")));
    }
}
