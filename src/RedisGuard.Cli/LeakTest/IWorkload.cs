namespace RedisGuard.Cli.LeakTest;

/// <summary>Work that is done again and again.</summary>
internal interface IWorkload
{
    /// <summary>Does it once. Null where it succeeded, else what went wrong.</summary>
    Task<string?> RunAsync(CancellationToken cancellation);

    /// <summary>The exit code to pass on when nothing leaked.</summary>
    int ExitCode { get; }
}
