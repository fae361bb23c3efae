using System.Globalization;
using System.Net.Sockets;
using Microsoft.Diagnostics.NETCore.Client;
using RedisGuard.Cli.Attaching.Processes;
using RedisGuard.Cli.Commands;
using RedisGuard.Cli.Watching;

namespace RedisGuard.Cli.Attaching;

/// <summary>The runtime's diagnostics in one process: asks RedisGuard's event sources in it, and loads the watch into it.</summary>
internal sealed class DiagnosticsPort(RunningProcess process)
{
    // The runtime itself, which answers in a hundredth of a second; a machine under load takes longer.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly DiagnosticsClient _client = new(process.Id);

    /// <summary>Asks for the state.</summary>
    /// <param name="question">What to do before answering, if anything.</param>
    /// <param name="doubt">How long to wait for the first answer: where nobody answers, nothing says so.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="CannotRunException">The process ended, or its diagnostics don't answer.</exception>
    public async Task<AttachedState> AskAsync(Question question, TimeSpan doubt, CancellationToken cancellation)
    {
        using var answering = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        answering.CancelAfter(Patience + doubt);
        try
        {
            return await Task.Run(() => StateSession.AskAsync(_client, process, question, doubt, answering.Token), answering.Token).WaitAsync(answering.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new AttachedState(process, null, null);
        }
        catch (Exception e) when (Trouble(e) is { } trouble)
        {
            throw new CannotRunException(trouble, e);
        }
    }

    /// <summary>Loads the watch into the process. It stays there until the process ends.</summary>
    /// <exception cref="CannotRunException">The process won't have it.</exception>
    public async Task InjectAsync(CancellationToken cancellation)
    {
        // Another copy of what it has loaded would be refused.
        var hook = process.WatchFile ?? WatchHook.TrustedPath;
        try
        {
            await Task.Run(() => _client.ApplyStartupHook(hook), cancellation).WaitAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (Trouble(e) is { } trouble)
        {
            throw new CannotRunException(trouble, e);
        }
    }

    private string? Trouble(Exception exception)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{process.Id} {process.Name}");
        return exception switch
        {
            _ when ProgramName.Of(process.Id) is null => $"{name} has ended",
            UnsupportedCommandException => $"{name} can't take the watch: that needs .NET 8 or later, not compiled ahead of time. Start it under 'redisguard run'",
            ServerErrorException e => $"{name} refused the watch: {e.Message}. A program that was trimmed has no startup hooks; one in a container doesn't see {WatchHook.Path}",
            ServerNotAvailableException or SocketException or TimeoutException or EndOfStreamException or IOException =>
                $"the diagnostics of {name} don't answer: {exception.Message}",
            DiagnosticsClientException e => $"{name}: {e.Message}",
            _ => null,
        };
    }
}
