namespace RedisGuard.Analyzers.Subscriptions;

/// <summary>Likeness of the channels that two expressions name.</summary>
internal enum ChannelMatch
{
    /// <summary>Can't be told.</summary>
    Unknown,

    /// <summary>They do.</summary>
    Same,

    /// <summary>They are kept in two places: surely meant to be two channels.</summary>
    Apart,

    /// <summary>They are different texts.</summary>
    Different,
}
