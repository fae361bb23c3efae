namespace RedisGuard.Watch.Sites;

/// <summary>What a method of the library does to a connection.</summary>
internal enum LibraryEntry
{
    /// <summary>Neither of both.</summary>
    None,

    /// <summary>Makes one.</summary>
    Opens,

    /// <summary>Ends one.</summary>
    Closes,
}
