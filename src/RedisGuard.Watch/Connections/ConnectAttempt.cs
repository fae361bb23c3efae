using RedisGuard.Watch.Sites;

namespace RedisGuard.Watch.Connections;

/// <summary>A call of Connect that was begun; it goes along with the call's own flow, to where its multiplexer is ready.</summary>
internal sealed class ConnectAttempt(CallSite site, object? scope)
{
    private static readonly AsyncLocal<ConnectAttempt?> s_current = new();

    // Once where the call begins, once where the multiplexer is made; a third time is another call's.
    private const int LoggerReadsOfACall = 2;

    private int _loggerReads;

    public static ConnectAttempt? Current
    {
        get => s_current.Value;
        set => s_current.Value = value;
    }

    public CallSite Site { get; } = site;

    /// <summary>The <c>LeakScope</c> that the call was made in, if any.</summary>
    public object? Scope { get; } = scope;

    /// <summary>Whether its multiplexer was handed over: the next one on this flow is another call's.</summary>
    public bool IsOver { get; set; }

    /// <summary>Whether what is being read now can still belong to this call.</summary>
    public bool Covers(bool readsLogger) => !IsOver && (!readsLogger || ++_loggerReads <= LoggerReadsOfACall);
}
