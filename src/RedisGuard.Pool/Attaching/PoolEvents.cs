using System.Diagnostics.Tracing;
using System.Text.Json;
using RedisGuard.Pool.Attaching.Reports;
using RedisGuard.Watch.Reports;

namespace RedisGuard.Pool.Attaching;

/// <summary>
/// Tells <c>redisguard attach</c> of the pools of this process, when it asks over the runtime's diagnostics. Silent, and without
/// cost, until then.
/// </summary>
[EventSource(Name = StateEvents.Pool)]
internal sealed class PoolEvents : EventSource
{
    private static readonly PoolEvents s_open = new();

    /// <summary>Begins to answer; called once or again.</summary>
    public static void Open() => GC.KeepAlive(s_open);

    [Event(StateEvents.Part)]
    public void Part(string text, int left) => WriteEvent(StateEvents.Part, text, left);

    [Event(StateEvents.Trouble)]
    public void Trouble(string reason) => WriteEvent(StateEvents.Trouble, reason);

    // The runtime's diagnostics call it on their own thread: it works while the program's threads are all busy.
    protected override void OnEventCommand(EventCommandEventArgs command)
    {
        if (command.Command != EventCommand.Enable)
        {
            return;
        }

        try
        {
            if (command.Arguments?.TryGetValue(StateEvents.StartWatch, out var start) == true && start == "1")
            {
                RedisGuardWatch.Start();
            }

            foreach (var (text, left) in StateEvents.Split(JsonSerializer.Serialize(Report(), PoolReportJson.Default.IReadOnlyListPoolReport)))
            {
                Part(text, left);
            }
        }
#pragma warning disable CA1031 // The program must not notice that somebody asked.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Trouble($"{e.GetType().Name}: {e.Message}");
        }
    }

    [NonEvent]
    private static IReadOnlyList<PoolReport> Report() => [.. PoolRegistry.All.Select(static pool => PoolReporter.Of(pool.GetSnapshot()))];
}
