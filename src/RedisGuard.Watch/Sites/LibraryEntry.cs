namespace RedisGuard.Watch.Sites;

/// <summary>The effects of the library's methods on a connection.</summary>
internal enum LibraryEntry
{
    /// <summary>Neither of both.</summary>
    None,

    /// <summary>Makes one.</summary>
    Opens,

    /// <summary>Ends one.</summary>
    Closes,
}
