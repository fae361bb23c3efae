using System.Diagnostics.Tracing;
using System.Text;
using System.Text.Json;
using Microsoft.Diagnostics.NETCore.Client;
using Microsoft.Diagnostics.Tracing;
using RedisGuard.Cli.Attaching.Processes;
using RedisGuard.Pool.Attaching.Reports;
using RedisGuard.Watch.Reports;

namespace RedisGuard.Cli.Attaching;

/// <summary>One session of the runtime's diagnostics: its begin is the question, the first events of it are the answers.</summary>
internal sealed class StateSession
{
    private const int BufferMegabytes = 16;

    // Both sources answer before the session's stream begins: what isn't there shortly after the first answer doesn't come.
    private static readonly TimeSpan Second = TimeSpan.FromMilliseconds(300);

    private readonly Dictionary<string, StringBuilder> _parts = new() { [StateEvents.Pool] = new(), [StateEvents.Watch] = new() };
    private readonly HashSet<string> _whole = [];
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string? _trouble;

    private StateSession()
    {
    }

    public static async Task<AttachedState> AskAsync(DiagnosticsClient client, RunningProcess process, Question question, TimeSpan doubt, CancellationToken cancellation)
    {
        var arguments = question.Arguments();
        EventPipeProvider[] providers = [Provider(StateEvents.Pool), Provider(StateEvents.Watch)];
        using var session = await client.StartEventPipeSessionAsync(providers, requestRundown: false, BufferMegabytes, cancellation).ConfigureAwait(false);
        var answers = new StateSession();
        var reading = Task.Factory.StartNew(() => answers.Read(session.EventStream), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            await Task.WhenAny(answers._first.Task, reading, Task.Delay(doubt, cancellation)).ConfigureAwait(false);
            if (answers._first.Task.IsCompleted)
            {
                await Task.WhenAny(answers._all.Task, reading, Task.Delay(Second, cancellation)).ConfigureAwait(false);
            }

            cancellation.ThrowIfCancellationRequested();
        }
        finally
        {
            await StopAsync(session, reading).ConfigureAwait(false);
        }

        return answers.State(process);

        EventPipeProvider Provider(string name) => new(name, EventLevel.Informational, arguments: arguments);
    }

    private static async Task StopAsync(EventPipeSession session, Task reading)
    {
        try
        {
            await session.StopAsync(CancellationToken.None).ConfigureAwait(false);
            await reading.ConfigureAwait(false);
        }
        catch (Exception e) when (e is ServerNotAvailableException or ServerErrorException or IOException or EndOfStreamException or TimeoutException or FormatException)
        {
            // The process ended meanwhile; what it said was said.
        }
    }

    private void Read(Stream stream)
    {
        using var source = new EventPipeEventSource(stream);
        source.Dynamic.All += Take;
        source.Process();
    }

    private void Take(TraceEvent told)
    {
        if (!_parts.TryGetValue(told.ProviderName, out var text))
        {
            return;
        }

        if ((int)told.ID == StateEvents.Trouble)
        {
            _trouble = told.PayloadValue(0)?.ToString();
        }
        else if ((int)told.ID == StateEvents.Part && !_whole.Contains(told.ProviderName))
        {
            text.Append(told.PayloadValue(0));
            if (told.PayloadValue(1) is not 0)
            {
                return;
            }
        }
        else
        {
            return;
        }

        _whole.Add(told.ProviderName);
        _first.TrySetResult();
        if (_whole.Count == _parts.Count)
        {
            _all.TrySetResult();
        }
    }

    private AttachedState State(RunningProcess process)
    {
        if (_trouble is { } trouble)
        {
            throw new DiagnosticsClientException($"RedisGuard in it can't tell: {trouble}");
        }

        return new AttachedState(
            process,
            Whole(StateEvents.Pool) is { } pools ? JsonSerializer.Deserialize(pools, PoolReportJson.Default.IReadOnlyListPoolReport) : null,
            Whole(StateEvents.Watch) is { } watch ? JsonSerializer.Deserialize(watch, WatchReportJson.Default.WatchReport) : null);
    }

    private string? Whole(string provider) => _whole.Contains(provider) ? _parts[provider].ToString() : null;
}
