using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using StackExchange.Redis;

namespace RedisGuard.Watch.Library;

/// <summary>The library's word for what stands between a multiplexer and one socket: to each node one for commands, one for subscriptions.</summary>
[UnconditionalSuppressMessage("Trimming", "IL2026", Justification = Trimmed.Members)]
[UnconditionalSuppressMessage("Trimming", "IL2075", Justification = Trimmed.Members)]
[UnconditionalSuppressMessage("Trimming", "IL2080", Justification = Trimmed.Members)]
internal static class Bridges
{
    private const BindingFlags Private = BindingFlags.Instance | BindingFlags.NonPublic;

    private static readonly Assembly s_library = typeof(ConnectionMultiplexer).Assembly;
    private static readonly FieldInfo? s_servers = typeof(ConnectionMultiplexer).GetField("servers", Private);
    private static readonly Type? s_server = s_library.GetType("StackExchange.Redis.ServerEndPoint");
    private static readonly FieldInfo? s_interactive = s_server?.GetField("interactive", Private);
    private static readonly FieldInfo? s_subscription = s_server?.GetField("subscription", Private);
    private static readonly Type? s_type = s_library.GetType("StackExchange.Redis.PhysicalBridge");
    private static readonly PropertyInfo? s_isConnected = s_type?.GetProperty("IsConnected", Private | BindingFlags.Public);

    /// <summary>The bridge's own type; <see langword="null"/> where there is none.</summary>
    public static Type? Type => s_type;

    /// <summary>The members that are read, by name.</summary>
    public static IReadOnlyList<(string Name, object? Member)> Members =>
    [
        ("ConnectionMultiplexer.servers", s_servers), ("ServerEndPoint.interactive", s_interactive), ("ServerEndPoint.subscription", s_subscription),
        ("PhysicalBridge.IsConnected", s_isConnected),
    ];

    /// <returns><see langword="null"/> when not told.</returns>
    public static IReadOnlyList<object>? Of(ConnectionMultiplexer multiplexer)
    {
        // The library's own lock around its table. Not worth a wait: a table that is being changed is one of a connection in use.
        if (s_interactive is null || s_subscription is null || s_servers?.GetValue(multiplexer) is not Hashtable servers || !Monitor.TryEnter(servers))
        {
            return null;
        }

        try
        {
            return [.. servers.Values.Cast<object>().SelectMany(static server => new[] { s_interactive.GetValue(server), s_subscription.GetValue(server) }).OfType<object>()];
        }
        finally
        {
            Monitor.Exit(servers);
        }
    }

    /// <summary>The sockets of a multiplexer that are connected.</summary>
    /// <returns><see langword="null"/> when not told.</returns>
    public static int? OpenSockets(ConnectionMultiplexer multiplexer) =>
        s_isConnected is null ? null : Of(multiplexer)?.Count(static bridge => s_isConnected.GetValue(bridge) is true);
}
