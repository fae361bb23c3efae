using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using StackExchange.Redis;

namespace RedisGuard.Watch.Library;

/// <summary>
/// The library's thread for commands that had to queue. It waits five seconds for more of them before it ends, and its stack
/// holds the multiplexer all that time: one that was lost looks held.
/// </summary>
[UnconditionalSuppressMessage("Trimming", "IL2075", Justification = Trimmed.Members)]
[UnconditionalSuppressMessage("Trimming", "IL2080", Justification = Trimmed.Members)]
internal static class BacklogThread
{
    private const BindingFlags Private = BindingFlags.Instance | BindingFlags.NonPublic;

    // It ends in a millisecond; a busy machine may let it wait for a processor.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    private static readonly FieldInfo? s_running = Bridges.Type?.GetField("_backlogProcessorIsRunning", Private);
    private static readonly FieldInfo? s_queued = Bridges.Type?.GetField("_backlogCurrentEnqueued", Private);
    private static readonly FieldInfo? s_status = Bridges.Type?.GetField("_backlogStatus", Private);
    private static readonly FieldInfo? s_more = Bridges.Type?.GetField("_backlogAutoReset", Private);

    /// <summary>The members that are read, by name.</summary>
    public static IReadOnlyList<(string Name, object? Member)> Members =>
    [
        ("PhysicalBridge._backlogProcessorIsRunning", s_running), ("PhysicalBridge._backlogCurrentEnqueued", s_queued),
        ("PhysicalBridge._backlogStatus", s_status), ("PhysicalBridge._backlogAutoReset", s_more),
    ];

    /// <summary>Tells whether one of its threads only waits for more.</summary>
    public static bool IsIdle(ConnectionMultiplexer multiplexer) =>
        Members.All(static known => known.Member is not null) && Bridges.Of(multiplexer)?.Any(IsIdle) == true;

    /// <summary>
    /// Ends the threads that only wait for more. The library starts new ones when it needs them. Only for the end of a process,
    /// or for connections that nobody uses any more: a command that queues at this very moment may fail.
    /// </summary>
    public static void End(IEnumerable<ConnectionMultiplexer> idle)
    {
        var waiting = idle.SelectMany(static multiplexer => Bridges.Of(multiplexer) ?? []).Where(IsIdle).Select(static bridge => (Bridge: bridge, More: (AutoResetEvent)s_more!.GetValue(bridge)!)).ToList();
        if (waiting.Count == 0)
        {
            return;
        }

        // Woken, it goes back to wait, meets an event that was disposed, and ends as it does when its connection is.
        var over = new AutoResetEvent(false);
        over.Dispose();
        foreach (var (bridge, more) in waiting)
        {
            s_more!.SetValue(bridge, over);
            more.Set();
        }

        var begun = Stopwatch.StartNew();
        while (waiting.Exists(static one => IsRunning(one.Bridge)) && begun.Elapsed < Patience)
        {
            Thread.Sleep(1);
        }

        foreach (var (bridge, more) in waiting)
        {
            s_more!.SetValue(bridge, more);
        }
    }

    private static bool IsIdle(object bridge) =>
        IsRunning(bridge) && s_queued!.GetValue(bridge) is 0 && s_status!.GetValue(bridge)?.ToString() == "SpinningDown";

    private static bool IsRunning(object bridge) => s_running!.GetValue(bridge) is 1;
}
