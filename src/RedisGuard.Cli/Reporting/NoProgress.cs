namespace RedisGuard.Cli.Reporting;

/// <summary>Says nothing: a pipe has nobody waiting.</summary>
internal sealed class NoProgress : IScanProgress
{
    public Task<T> RunAsync<T>(Func<Task<T>> work) => work();

    public void Report(string step)
    {
    }
}
