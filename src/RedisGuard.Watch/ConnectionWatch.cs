using System.Reflection;
using RedisGuard.Watch.Arming;
using RedisGuard.Watch.Attaching;
using RedisGuard.Watch.Connections;
using RedisGuard.Watch.Library;
using RedisGuard.Watch.Providers;
using RedisGuard.Watch.Sites;
using StackExchange.Redis;

namespace RedisGuard.Watch;

/// <summary>
/// The watch of this process: sees every multiplexer that is opened from its start on, with the line that opened it. Started
/// once; it can't be taken away again, only fall silent. Thread-safe.
/// </summary>
internal static class ConnectionWatch
{
    private static readonly object s_start = new();
    private static readonly AsyncLocal<object?> s_scope = new();
    private static int s_lastDisposed;
    private static int s_begun;
    private static int s_over;

    /// <summary>What was seen; <see langword="null"/> until the watch was started.</summary>
    public static Registry? Seen { get; private set; }

    /// <summary>Tells whether there is anything to ask for. Unlike <see cref="Seen"/> it may be read before the library was loaded.</summary>
    public static bool IsStarted { get; private set; }

    public static WatchSettings Settings { get; private set; } = new();

    /// <summary>When it was started.</summary>
    public static DateTimeOffset Started { get; private set; }

    /// <summary>The <c>LeakScope</c> that this flow is in.</summary>
    public static object? Scope
    {
        get => s_scope.Value;
        set => s_scope.Value = value;
    }

    /// <summary>Calls of Connect that were begun and brought nothing yet: on their way, or failed.</summary>
    public static int Fruitless => Math.Max(0, Volatile.Read(ref s_begun) - Volatile.Read(ref s_over));

    /// <summary>Whether this is the library that the watch would watch.</summary>
    public static bool IsOf(Assembly library) => typeof(ConnectionMultiplexer).Assembly == library;

    /// <returns>Whether the watch is on: it was started, now or before, and didn't have to give up.</returns>
    public static bool Start(WatchSettings settings)
    {
        lock (s_start)
        {
            if (Seen is null && !Failure.IsOff)
            {
                if (!System.Runtime.CompilerServices.RuntimeFeature.IsDynamicCodeSupported)
                {
                    Failure.Disarm(new NotSupportedException("This program was compiled ahead of time: the watch has to generate code."));
                    return false;
                }

                Settings = settings;
                Started = DateTimeOffset.UtcNow;
                Seen = new Registry(TimeProvider.System);
                ProviderGate.Open(settings.NameSites);
                IsStarted = true;
                WatchEvents.Open();
            }

            return !Failure.IsOff;
        }
    }

    /// <summary>A configuration asks for its defaults, maybe because it is being connected with.</summary>
    /// <returns>The line, or <see langword="null"/> when nothing is being opened.</returns>
    public static CallSite? Opening()
    {
        if (SiteFinder.OfOpening() is not { } site)
        {
            return null;
        }

        Begin(site);
        return site;
    }

    /// <summary>A provider was asked what is asked at each Connect, though not only there.</summary>
    public static void Connecting(bool readsLogger)
    {
        if (Failure.IsOff || ConnectAttempt.Current?.Covers(readsLogger) == true)
        {
            return;
        }

        Guard(static () =>
        {
            if (SiteFinder.OfOpening() is { } site)
            {
                Begin(site);
            }
        });
        if (readsLogger)
        {
            ConnectAttempt.Current?.Covers(readsLogger);
        }
    }

    /// <summary>A multiplexer is ready.</summary>
    public static void Connected(ConnectionMultiplexer multiplexer)
    {
        if (Failure.IsOff || Seen is not { } seen)
        {
            return;
        }

        try
        {
            var attempt = ConnectAttempt.Current;
            if (attempt is null || attempt.IsOver)
            {
                seen.Add(multiplexer, SiteFinder.OfOpening() ?? CallSite.Unknown, Scope);
                return;
            }

            attempt.IsOver = true;
            Interlocked.Increment(ref s_over);
            seen.Add(multiplexer, attempt.Site, attempt.Scope);
        }
#pragma warning disable CA1031 // The program is opening a connection: it must not notice.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Failure.Disarm(e);
        }
    }

    /// <summary>A provider was asked what a closing asks, and every synchronous command too: this has to cost nothing.</summary>
    public static void Closing()
    {
        if (SeRedisInternals.Disposed is { } disposed && disposed != s_lastDisposed && !Failure.IsOff)
        {
            s_lastDisposed = disposed;
            Guard(static () => Seen?.FindClosed());
        }
    }

    private static void Begin(CallSite site)
    {
        // The connection behind one to a sentinel is opened in its flow, far from the line that wanted both.
        Interlocked.Increment(ref s_begun);
        var before = ConnectAttempt.Current;
        ConnectAttempt.Current = site.Member.Length == 0 && before is not null
            ? new ConnectAttempt(before.Site, before.Scope)
            : new ConnectAttempt(site, Scope);
    }

    private static void Guard(Action action)
    {
        try
        {
            action();
        }
#pragma warning disable CA1031 // This is the program's own stack: it must not notice.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Failure.Disarm(e);
        }
    }
}
