using Spectre.Console;

namespace RedisGuard.Cli.Reporting;

/// <summary>A spinner with the current step.</summary>
internal sealed class StatusProgress(IAnsiConsole console) : IScanProgress
{
    private StatusContext? _context;

    public Task<T> RunAsync<T>(Func<Task<T>> work) => console.Status().StartAsync("Starting", context =>
    {
        Volatile.Write(ref _context, context);
        return work();
    });

    public void Report(string step) => Volatile.Read(ref _context)?.Status(Markup.Escape(step));
}
