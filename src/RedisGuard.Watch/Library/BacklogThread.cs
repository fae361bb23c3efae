using System.Collections;
using System.Diagnostics;
using System.Reflection;
using StackExchange.Redis;

namespace RedisGuard.Watch.Library;

/// <summary>
/// The library's thread for commands that had to queue. It waits five seconds for more of them before it ends, and its stack
/// holds the multiplexer all that time: one that was lost looks held.
/// </summary>
internal static class BacklogThread
{
    private const BindingFlags Private = BindingFlags.Instance | BindingFlags.NonPublic;

    // It ends in a millisecond; a busy machine may let it wait for a processor.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    private static readonly Assembly s_library = typeof(ConnectionMultiplexer).Assembly;
    private static readonly FieldInfo? s_servers = typeof(ConnectionMultiplexer).GetField("servers", Private);
    private static readonly Type? s_server = s_library.GetType("StackExchange.Redis.ServerEndPoint");
    private static readonly FieldInfo? s_interactive = s_server?.GetField("interactive", Private);
    private static readonly FieldInfo? s_subscription = s_server?.GetField("subscription", Private);
    private static readonly Type? s_bridge = s_library.GetType("StackExchange.Redis.PhysicalBridge");
    private static readonly FieldInfo? s_running = s_bridge?.GetField("_backlogProcessorIsRunning", Private);
    private static readonly FieldInfo? s_queued = s_bridge?.GetField("_backlogCurrentEnqueued", Private);
    private static readonly FieldInfo? s_status = s_bridge?.GetField("_backlogStatus", Private);
    private static readonly FieldInfo? s_more = s_bridge?.GetField("_backlogAutoReset", Private);

    /// <summary>What is read, by name.</summary>
    public static IReadOnlyList<(string Name, object? Member)> Members =>
    [
        ("ConnectionMultiplexer.servers", s_servers), ("ServerEndPoint.interactive", s_interactive), ("ServerEndPoint.subscription", s_subscription),
        ("PhysicalBridge._backlogProcessorIsRunning", s_running), ("PhysicalBridge._backlogCurrentEnqueued", s_queued),
        ("PhysicalBridge._backlogStatus", s_status), ("PhysicalBridge._backlogAutoReset", s_more),
    ];

    /// <summary>Whether one of its threads only waits for more.</summary>
    public static bool IsIdle(ConnectionMultiplexer multiplexer) =>
        Members.All(static known => known.Member is not null) && BridgesOf(multiplexer).Any(IsIdle);

    /// <summary>
    /// Ends the threads that only wait for more. The library starts new ones when it needs them. Only for the end of a process,
    /// or for connections that nobody uses any more: a command that queues at this very moment may fail.
    /// </summary>
    public static void End(IEnumerable<ConnectionMultiplexer> idle)
    {
        var waiting = idle.SelectMany(BridgesOf).Where(IsIdle).Select(static bridge => (Bridge: bridge, More: (AutoResetEvent)s_more!.GetValue(bridge)!)).ToList();
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

    private static IEnumerable<object> BridgesOf(ConnectionMultiplexer multiplexer)
    {
        // The library's own lock around its table. Not worth a wait: a table that is being changed is one of a connection in use.
        if (s_servers!.GetValue(multiplexer) is not Hashtable servers || !Monitor.TryEnter(servers))
        {
            return [];
        }

        try
        {
            return [.. servers.Values.Cast<object>().SelectMany(static server => new[] { s_interactive!.GetValue(server), s_subscription!.GetValue(server) }).OfType<object>()];
        }
        finally
        {
            Monitor.Exit(servers);
        }
    }

    private static bool IsIdle(object bridge) =>
        IsRunning(bridge) && s_queued!.GetValue(bridge) is 0 && s_status!.GetValue(bridge)?.ToString() == "SpinningDown";

    private static bool IsRunning(object bridge) => s_running!.GetValue(bridge) is 1;
}
