using System.Collections.Immutable;
using System.Diagnostics;
using RedisGuard.Cli.Commands;

namespace RedisGuard.Cli.Loading.MSBuild;

/// <summary><c>dotnet restore</c> with an end to it.</summary>
internal static class Restore
{
    /// <returns>Null when it went well, else why it didn't, in a few words.</returns>
    public static async Task<string?> RunAsync(string entry, ImmutableDictionary<string, string> properties, TimeSpan timeout, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo("dotnet", ["restore", entry, "-nologo", "-v:q", "-consoleLoggerParameters:NoSummary", .. properties.Select(static property => $"-p:{property.Key}={property.Value}")])
        {
            WorkingDirectory = Path.GetDirectoryName(entry)!,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        // A node that stays behind holds our pipes open, and the wait for their end lasts until it goes.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(timeout);
        using var process = new Process { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "there is no 'dotnet' on the path";
        }

        try
        {
            var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
            var errors = process.StandardError.ReadToEndAsync(deadline.Token);
            await process.WaitForExitAsync(deadline.Token).ConfigureAwait(false);
            return process.ExitCode == 0 ? null : FirstError(await output.ConfigureAwait(false) + await errors.ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            cancellation.ThrowIfCancellationRequested();
            return NotDone(timeout);
        }
    }

    public static string NotDone(TimeSpan timeout) => $"not done after {timeout.TotalSeconds:0} s";

    /// <summary>«…/Shop.csproj : error NU1101: Unable to find package X. …» becomes «NU1101: Unable to find package X».</summary>
    internal static string FirstError(string output)
    {
        // «not found» is what the host says, without calling it an error, where global.json asks for another SDK.
        var lines = output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var line = lines.FirstOrDefault(line => line.Contains("error ", StringComparison.OrdinalIgnoreCase))
            ?? lines.FirstOrDefault(line => line.Contains("not found", StringComparison.OrdinalIgnoreCase))
            ?? lines.FirstOrDefault("it failed without saying why");
        var from = line.IndexOf("error ", StringComparison.OrdinalIgnoreCase);
        var text = from < 0 ? line : line[(from + "error ".Length)..];
        var end = text.IndexOf(". ", StringComparison.Ordinal);
        return (end < 0 ? text : text[..end]).TrimEnd('.');
    }
}
