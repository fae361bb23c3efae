namespace RedisGuard.Watch.Reports;

/// <summary>Stage that a process had reached when its report was written.</summary>
internal enum ProcessEnding
{
    /// <summary>It ran on, or ended in a way that nobody is told of: kill -9, FailFast.</summary>
    Running,

    /// <summary>Main returned, or somebody called Environment.Exit.</summary>
    Exit,

    /// <summary>A signal asked it to end.</summary>
    Signal,

    /// <summary>An exception that nobody caught.</summary>
    Exception,
}
