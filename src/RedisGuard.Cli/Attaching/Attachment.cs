using System.Globalization;
using RedisGuard.Cli.Attaching.Processes;
using RedisGuard.Cli.Commands;

namespace RedisGuard.Cli.Attaching;

/// <summary>The way to the state of one process: what is in it answers; else the watch is loaded into it, with a yes.</summary>
internal sealed class Attachment(RunningProcess process, Consent consent)
{
    // RedisGuard in a process answers in a tenth of a second; a machine under load takes longer.
    private static readonly TimeSpan Sure = TimeSpan.FromSeconds(20);

    // Where maybe nobody is there to answer: a pool that was never used, a single file.
    private static readonly TimeSpan Doubt = TimeSpan.FromSeconds(3);

    private readonly DiagnosticsPort _port = new(process);

    /// <summary>Tells whether the process is there.</summary>
    public bool IsRunning => ProgramName.Of(process.Id) is not null;

    /// <summary>The first state.</summary>
    /// <exception cref="CannotRunException">There is nothing to see, or no yes.</exception>
    public async Task<AttachedState> BeginAsync(InjectMode mode, bool collects, CancellationToken cancellation)
    {
        if (process is { HasFiles: true, Library: null })
        {
            throw new CannotRunException(string.Create(CultureInfo.InvariantCulture, $"{process.Id} {process.Name} has not loaded StackExchange.Redis"));
        }

        var mayAnswer = process.HasPool || process.WatchFile is not null || !process.HasFiles;
        var before = mayAnswer
            ? await _port.AskAsync(new Question(false, collects), process.WatchFile is not null && !process.HasPool ? Sure : Doubt, cancellation).ConfigureAwait(false)
            : new AttachedState(process, null, null);
        // The pool tells of what is its own. The rest of the process is the watch's, if it is wanted.
        if (before.Watch is not null || (before.Pools is { Count: > 0 } && mode != InjectMode.Yes))
        {
            return before;
        }

        await consent.RequireAsync(process with { HasPool = before.Pools is not null }, mode).ConfigureAwait(false);
        if (before.Pools is null)
        {
            await _port.InjectAsync(cancellation).ConfigureAwait(false);
        }

        var after = await _port.AskAsync(new Question(before.Pools is not null, collects), Sure, cancellation).ConfigureAwait(false);
        return after.Watch is not null || after.Pools is not null ? after : throw new CannotRunException(string.Create(
            CultureInfo.InvariantCulture, $"{process.Id} {process.Name} took the watch but doesn't answer: its event sources may be switched off (System.Diagnostics.Tracing.EventSource.IsSupported)"));
    }

    /// <summary>The state again.</summary>
    /// <exception cref="CannotRunException">The process ended.</exception>
    public Task<AttachedState> LookAsync(CancellationToken cancellation) => _port.AskAsync(default, Sure, cancellation);
}
