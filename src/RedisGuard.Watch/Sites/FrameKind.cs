namespace RedisGuard.Watch.Sites;

/// <summary>Whose code a frame of a stack is.</summary>
internal enum FrameKind
{
    /// <summary>The watch's, or the runtime's own plumbing under it.</summary>
    Plumbing,

    /// <summary>StackExchange.Redis.</summary>
    Library,

    /// <summary>The framework or a package that says so by its name: Microsoft's cache, RedisGuard.Pool.</summary>
    Framework,

    /// <summary>Somebody else's: no symbols, so most likely a package.</summary>
    Foreign,

    /// <summary>The program's own: it has symbols that name a file.</summary>
    Own,
}
