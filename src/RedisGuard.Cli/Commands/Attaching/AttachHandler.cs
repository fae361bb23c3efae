using RedisGuard.Cli.Attaching;
using RedisGuard.Cli.Attaching.Output;
using RedisGuard.Cli.Attaching.Processes;
using RedisGuard.Cli.Reporting;
using Spectre.Console;

namespace RedisGuard.Cli.Commands.Attaching;

/// <summary>One run of <c>redisguard attach</c>: find, ask, show, and the exit code.</summary>
internal static class AttachHandler
{
    public static async Task<int> RunAsync(AttachSettings settings, CancellationToken cancellation)
    {
        if (settings.Target is not { } target)
        {
            var processes = ProcessFinder.WithLibrary();
            if (settings.Format == OutputFormat.Json)
            {
                AttachJson.Write(processes, Terminal.Stream());
            }
            else
            {
                ProcessTable.Write(processes, Output());
            }

            return ExitCodes.Clean;
        }

        // What is said and asked before goes beside the output, so that a script reads nothing but that.
        var consent = new Consent(Console.In, Console.Error, !Console.IsInputRedirected && !Console.IsErrorRedirected && !Console.IsOutputRedirected);
        var attachment = new Attachment(ProcessFinder.Find(target), consent);
        var state = await attachment.BeginAsync(settings.Inject, settings.Collects, cancellation).ConfigureAwait(false);
        if (settings.Watches)
        {
            state = await WatchAsync(attachment, state, settings, cancellation).ConfigureAwait(false);
        }
        else
        {
            Show(state, settings);
        }

        return Fails(state, settings) ? ExitCodes.Findings : ExitCodes.Clean;
    }

    private static async Task<AttachedState> WatchAsync(Attachment attachment, AttachedState state, AttachSettings settings, CancellationToken cancellation)
    {
        if (settings.Format == OutputFormat.Text && !Console.IsOutputRedirected)
        {
            using var screen = new AttachScreen(Output());
            return await LookOnAsync(attachment, state, settings, screen.Show, cancellation).ConfigureAwait(false);
        }

        return await LookOnAsync(attachment, state, settings, shown => Show(shown, settings), cancellation).ConfigureAwait(false);
    }

    private static async Task<AttachedState> LookOnAsync(
        Attachment attachment, AttachedState state, AttachSettings settings, Action<AttachedState> show, CancellationToken cancellation)
    {
        while (true)
        {
            show(state);
            try
            {
                await Task.Delay(settings.Interval, cancellation).ConfigureAwait(false);
                state = await attachment.LookAsync(cancellation).ConfigureAwait(false) is { } next && (next.Watch ?? (object?)next.Pools) is not null ? next : state;
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return state; // somebody has seen enough: the regular end of a watch
            }
            catch (CannotRunException) when (!attachment.IsRunning)
            {
                return state; // it ended, and so does the watch of it
            }
        }
    }

    private static void Show(AttachedState state, AttachSettings settings)
    {
        if (settings.Format == OutputFormat.Json)
        {
            AttachJson.Write(state, settings.Watches, Terminal.Stream());
        }
        else
        {
            new AttachText(Output()).Write(state);
        }
    }

    private static bool Fails(AttachedState state, AttachSettings settings) =>
        (state.Watch is { } watch && AttachText.VerdictOf(watch).Fails(settings.FailOn))
        || (settings.FailOn.Contains(Watching.RunFailure.Leak) && state.Pools?.Any(static pool => pool.Leaks.Count > 0) == true);

    // A table is laid out in the width of the window; a pipe has none.
    private static IAnsiConsole Output()
    {
        var console = Terminal.Output();
        if (!Console.IsOutputRedirected)
        {
            console.Profile.Width = Terminal.WindowWidth;
        }

        return console;
    }
}
