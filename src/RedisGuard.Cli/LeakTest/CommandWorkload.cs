using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using RedisGuard.Cli.Commands;

namespace RedisGuard.Cli.LeakTest;

/// <summary>A program that drives load; its output goes to the error stream, apart from the verdict.</summary>
internal sealed class CommandWorkload(IReadOnlyList<string> command) : IWorkload
{
    public int ExitCode { get; private set; }

    public async Task<string?> RunAsync(CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardOutput = true };
        try
        {
            using var process = Process.Start(start)!;
            try
            {
                process.OutputDataReceived += static (_, line) =>
                {
                    if (line.Data is { } text)
                    {
                        Console.Error.WriteLine(text);
                    }
                };
                process.BeginOutputReadLine();
                await process.WaitForExitAsync(cancellation).ConfigureAwait(false);
            }
            finally
            {
                if (!process.HasExited)
                {
                    process.Kill(entireProcessTree: true);
                }
            }

            ExitCode = process.ExitCode;
            return ExitCode == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"the workload ended with exit code {ExitCode}");
        }
        catch (Win32Exception e)
        {
            throw new CannotRunException($"can't start '{command[0]}': {e.Message}", e);
        }
    }
}
