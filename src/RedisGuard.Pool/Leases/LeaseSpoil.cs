namespace RedisGuard.Pool.Leases;

/// <summary>Reasons for which the connection of a lease isn't used again, but closed and opened anew.</summary>
internal enum LeaseSpoil
{
    /// <summary>None: only commands went through that leave nothing on a connection.</summary>
    None,

    /// <summary>Its multiplexer was handed out, which can do anything and be kept.</summary>
    Connection,

    /// <summary>A command was sent that may change the session: it isn't on the list of those that don't.</summary>
    Command,

    /// <summary>A sequence was handed out that sends commands while it is read, at any time.</summary>
    Sequence,

    /// <summary>Commands had no reply when it came back, nor soon after: a blocking one would take an element that nobody gets.</summary>
    Outstanding,

    /// <summary>Its socket was lost, and with it what the session held.</summary>
    Lost,
}
