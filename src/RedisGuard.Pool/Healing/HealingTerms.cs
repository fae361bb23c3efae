namespace RedisGuard.Pool.Healing;

/// <summary>Times that the healing of sockets waits, and for what.</summary>
/// <param name="SocketTimeout">After how long a socket that owes an answer is closed in any case.</param>
internal sealed record HealingTerms(TimeSpan SocketTimeout)
{
    public static readonly TimeSpan DefaultLook = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// How long something may be owed before the first suspicion. Long pauses of a healthy server (a fork, a slow command)
    /// are below it; with the PING after <see cref="Quiet"/> and a witness, a dead socket is closed within 4 s.
    /// </summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMilliseconds(1750);

    /// <summary>After how long without a byte the pool sends a PING: without something owed a dead socket looks like a still one.</summary>
    public TimeSpan Quiet { get; init; } = TimeSpan.FromMilliseconds(1500);

    /// <summary>
    /// After how long without anything sent the pool sends a PING, whatever is owed: sooner than the library's keep-alive. A server that runs a
    /// long script answers BUSY, which is a failed PING to the pool, and to the library's own a reason to close the socket.
    /// </summary>
    public TimeSpan Unsent { get; init; } = TimeSpan.FromMilliseconds(2500);

    /// <summary>How often the sockets are looked at.</summary>
    public TimeSpan Look { get; init; } = DefaultLook;

    /// <summary>Only sockets of at least this age are closed: one in its handshake would be begun anew, and so never be ready.</summary>
    public TimeSpan Youth { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// What a socket gets after the witness was answered at once: the server answers its clients in turn, and this one may be next.
    /// Where the witness wasn't, the server has been silent to everybody, and the socket gets the patience once more.
    /// </summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The time that a second witness waits for its answer before another takes its place.</summary>
    public TimeSpan Testimony { get; init; } = TimeSpan.FromMilliseconds(2500);

    /// <summary>How long the library gets to connect anew before another node is seen to.</summary>
    public TimeSpan Confirmation { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The time after a healing within which a socket that stalls again is given twice the patience, up to the socket timeout: closing may be what harms it.</summary>
    public TimeSpan Relapse { get; init; } = TimeSpan.FromMinutes(5);
}
