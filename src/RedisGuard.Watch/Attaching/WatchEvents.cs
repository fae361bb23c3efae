using System.Diagnostics.Tracing;
using System.Text.Json;
using RedisGuard.Watch.Arming;
using RedisGuard.Watch.Endings;
using RedisGuard.Watch.Reports;

namespace RedisGuard.Watch.Attaching;

/// <summary>
/// Tells <c>redisguard attach</c> what the watch saw, when it asks. Silent, and without cost, until then.
/// </summary>
[EventSource(Name = StateEvents.Watch)]
internal sealed class WatchEvents : EventSource
{
    private static readonly WatchEvents s_open = new();

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
            if (command.Arguments?.TryGetValue(StateEvents.Collect, out var collect) == true && collect == "1")
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }

            foreach (var (text, left) in StateEvents.Split(JsonSerializer.Serialize(Report(), WatchReportJson.Default.WatchReport)))
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

    // Nothing of the library may be asked for before it is there.
    [NonEvent]
    private static WatchReport Report() => ConnectionWatch.IsStarted ? ReportBuilder.Build() : new WatchReport
    {
        ProcessId = Environment.ProcessId,
        Program = AppDomain.CurrentDomain.FriendlyName,
        Started = DateTimeOffset.UtcNow,
        Written = DateTimeOffset.UtcNow,
        Ending = ProcessEnding.Running,
        LibraryVersion = "",
        NotTold = Failure.Reason is { } reason ? [$"the watch is off: {reason}"] : [],
    };
}
