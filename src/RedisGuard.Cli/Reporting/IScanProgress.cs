namespace RedisGuard.Cli.Reporting;

/// <summary>Tells a waiting person what the scan is at.</summary>
internal interface IScanProgress
{
    /// <summary>Runs the work, with the display up while it lasts.</summary>
    Task<T> RunAsync<T>(Func<Task<T>> work);

    /// <summary>Says what is going on now. Callable from any thread.</summary>
    void Report(string step);
}
