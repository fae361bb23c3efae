using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Reflection.Emit;
using StackExchange.Redis;

namespace RedisGuard.Watch.Library;

/// <summary>
/// All that the watch reads of StackExchange.Redis and of the runtime without being invited. Each member may be gone in
/// another version: then what it tells is «not told», and the rest goes on. A test looks for each of them in each version.
/// </summary>
[UnconditionalSuppressMessage("Trimming", "IL2026", Justification = Trimmed.Members)]
[UnconditionalSuppressMessage("Trimming", "IL2080", Justification = Trimmed.Members)]
[UnconditionalSuppressMessage("Trimming", "IL2090", Justification = Trimmed.Members)]
[UnconditionalSuppressMessage("AOT", "IL3050", Justification = Trimmed.Code)]
internal static class SeRedisInternals
{
    private const BindingFlags Private = BindingFlags.Instance | BindingFlags.Static | BindingFlags.NonPublic;

    private static readonly Type s_multiplexer = typeof(ConnectionMultiplexer);
    private static readonly FieldInfo? s_pulse = s_multiplexer.GetField("pulse", Private);
    private static readonly Type? s_token = s_multiplexer.GetNestedType("TimerToken", BindingFlags.NonPublic);
    private static readonly FieldInfo? s_weak = s_token?.GetField("_weakRef", Private);
    private static readonly FieldInfo? s_strong = s_token?.GetField("_strongRef", Private);
    private static readonly FieldInfo? s_sentinel = s_multiplexer.GetField("sentinelConnection", Private);
    private static readonly Func<ConnectionMultiplexer, bool>? s_isDisposed = Getter<Func<ConnectionMultiplexer, bool>>("_isDisposed");
    private static readonly Func<int>? s_created = Getter<Func<int>>("s_MuxerCreateCount");
    private static readonly Func<int>? s_disposed = Getter<Func<int>>("s_DisposedCount");
    private static readonly Func<int>? s_collected = Getter<Func<int>>("_collectedWithoutDispose");

    // The runtime's timers: every live multiplexer has one that beats each second.
    private static readonly Type? s_queue = typeof(Timer).Assembly.GetType("System.Threading.TimerQueue");
    private static readonly PropertyInfo? s_instances = s_queue?.GetProperty("Instances", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic);
    private static readonly FieldInfo? s_short = s_queue?.GetField("_shortTimers", Private);
    private static readonly FieldInfo? s_long = s_queue?.GetField("_longTimers", Private);
    private static readonly Type? s_timer = typeof(Timer).Assembly.GetType("System.Threading.TimerQueueTimer");
    private static readonly FieldInfo? s_next = s_timer?.GetField("_next", Private);
    private static readonly FieldInfo? s_state = s_timer?.GetField("_state", Private);

    /// <summary>The members that this library and this runtime lack, by name; empty when everything is told.</summary>
    public static IReadOnlyList<string> Missing =>
    [
        .. new (string Name, object? Member)[]
        {
            ("ConnectionMultiplexer._isDisposed", s_isDisposed), ("ConnectionMultiplexer.s_MuxerCreateCount", s_created),
            ("ConnectionMultiplexer.s_DisposedCount", s_disposed), ("ConnectionMultiplexer._collectedWithoutDispose", s_collected),
            ("ConnectionMultiplexer.pulse", s_pulse), ("ConnectionMultiplexer.sentinelConnection", s_sentinel),
            ("TimerToken._weakRef", s_weak), ("TimerToken._strongRef", s_strong),
            ("TimerQueue.Instances", s_instances), ("TimerQueue._shortTimers", s_short), ("TimerQueue._longTimers", s_long),
            ("TimerQueueTimer._next", s_next), ("TimerQueueTimer._state", s_state),
        }.Concat(Bridges.Members).Concat(BacklogThread.Members).Where(static known => known.Member is null).Select(static known => known.Name),
    ];

    /// <summary>Multiplexers made in this process since it began; <see langword="null"/> when not told.</summary>
    public static int? Created => s_created?.Invoke();

    /// <summary>Multiplexers disposed; <see langword="null"/> when not told.</summary>
    public static int? Disposed => s_disposed?.Invoke();

    /// <summary>Multiplexers that the collector found undisposed; <see langword="null"/> when not told.</summary>
    public static int? CollectedWithoutDispose => s_collected?.Invoke();

    /// <summary>Whether it was closed or disposed; <see langword="null"/> when not told.</summary>
    public static bool? IsClosed(ConnectionMultiplexer multiplexer) => s_isDisposed?.Invoke(multiplexer);

    /// <summary>The multiplexer that only watches the sentinels for this one.</summary>
    public static ConnectionMultiplexer? SentinelOf(ConnectionMultiplexer multiplexer) =>
        s_sentinel?.GetValue(multiplexer) as ConnectionMultiplexer;

    /// <summary>
    /// Takes the root away that a multiplexer has from its last command to its next heartbeat, so that a collection tells
    /// whether anything else holds it. Only for the end of a process: what waits for an answer would wait in vain.
    /// </summary>
    /// <returns>Gives the root back to a multiplexer; <see langword="null"/> when there was none.</returns>
    public static Action<ConnectionMultiplexer>? Unroot(ConnectionMultiplexer multiplexer)
    {
        if (s_strong is null || s_pulse?.GetValue(multiplexer) is not { } token || s_strong.GetValue(token) is null)
        {
            return null;
        }

        s_strong.SetValue(token, null);
        return held => s_strong.SetValue(token, held);
    }

    /// <summary>Every multiplexer that lives in this process, whoever opened it and whenever.</summary>
    /// <returns><see langword="null"/> when the runtime doesn't let its timers be seen.</returns>
    public static IReadOnlyList<ConnectionMultiplexer>? Live()
    {
        if (s_weak is null || s_next is null || s_state is null || s_short is null || s_long is null
            || s_instances?.GetValue(null) is not System.Collections.IEnumerable queues)
        {
            return null;
        }

        var found = new HashSet<ConnectionMultiplexer>(ReferenceEqualityComparer.Instance);
        foreach (var queue in queues)
        {
            Walk(s_short.GetValue(queue), found);
            Walk(s_long.GetValue(queue), found);
        }

        return [.. found];
    }

    // Without the queue's lock: timers come and go under the walk, and more of them than this is a circle.
    private static void Walk(object? timer, HashSet<ConnectionMultiplexer> found)
    {
        const int Most = 100_000;
        for (var steps = 0; timer is not null && steps < Most; steps++, timer = s_next!.GetValue(timer))
        {
            if (s_state!.GetValue(timer) is { } state && state.GetType() == s_token
                && s_weak!.GetValue(state) is WeakReference<ConnectionMultiplexer> weak && weak.TryGetTarget(out var multiplexer))
            {
                found.Add(multiplexer);
            }
        }
    }

    // Compiled, not reflected: the hook of a synchronous command asks.
    private static T? Getter<T>(string name)
        where T : Delegate
    {
        var field = s_multiplexer.GetField(name, Private);
        var signature = typeof(T).GetMethod("Invoke")!;
        if (field is null || field.FieldType != signature.ReturnType || field.IsStatic != (signature.GetParameters().Length == 0))
        {
            return null;
        }

        var method = new DynamicMethod(
            "Read" + name, field.FieldType, [.. signature.GetParameters().Select(static parameter => parameter.ParameterType)], s_multiplexer, skipVisibility: true);
        var body = method.GetILGenerator();
        if (!field.IsStatic)
        {
            body.Emit(OpCodes.Ldarg_0);
        }

        body.Emit(OpCodes.Volatile);
        body.Emit(field.IsStatic ? OpCodes.Ldsfld : OpCodes.Ldfld, field);
        body.Emit(OpCodes.Ret);
        return method.CreateDelegate<T>();
    }
}
