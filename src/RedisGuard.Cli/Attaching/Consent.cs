using System.Globalization;
using System.Security.Cryptography;
using RedisGuard.Cli.Attaching.Processes;
using RedisGuard.Cli.Commands;
using RedisGuard.Cli.Watching;

namespace RedisGuard.Cli.Attaching;

/// <summary>Says what attaching would do to a process, and has the yes of whoever asks for it. In a pipe there is nobody to ask.</summary>
internal sealed class Consent(TextReader input, TextWriter output, bool isSomebodyThere)
{
    private const string Yes = "yes";

    /// <exception cref="CannotRunException">There is no yes: nothing was changed.</exception>
    public async Task RequireAsync(RunningProcess process, InjectMode mode)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{process.Id} {process.Name}");
        var lacks = process.HasPool ? $"{name} doesn't watch its connections" : $"{name} has no RedisGuard in it";
        if (mode == InjectMode.Never || (mode == InjectMode.Ask && !isSomebodyThere))
        {
            throw new CannotRunException(
                $"{lacks}, and nothing was done. With --inject yes {(process.HasPool ? "its pool starts the watch" : $"the watch is loaded into it ({WatchHook.Path})")}, and stays until the process ends");
        }

        await output.WriteLineAsync($"{lacks}. {(process.HasPool ? "Its own copy of the watch is started." : Loaded())} It stays until the process ends and costs about a tenth of a Connect.").ConfigureAwait(false);
        await output.WriteLineAsync("It lists the connections that are open, and tells the line of those that are opened from now on. It changes nothing of what the program does.").ConfigureAwait(false);
        if (mode == InjectMode.Yes)
        {
            return;
        }

        await output.WriteAsync($"Type {Yes} to go on: ").ConfigureAwait(false);
        var answer = await input.ReadLineAsync().ConfigureAwait(false);
        if (!string.Equals(answer?.Trim(), Yes, StringComparison.OrdinalIgnoreCase))
        {
            throw new CannotRunException("nothing was done");
        }
    }

    private static string Loaded()
    {
        var path = WatchHook.TrustedPath;
        return $"The watch is loaded into it: {path}, SHA-256 {Hex.Lower(SHA256.HashData(File.ReadAllBytes(path)))[..16]}….";
    }
}
