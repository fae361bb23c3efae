using Microsoft.CodeAnalysis;
using RedisGuard.Cli.Loading;
using RedisGuard.Cli.Reporting;
using RedisGuard.Cli.Reporting.Sarif;
using RedisGuard.Cli.Scanning;
using Spectre.Console;

namespace RedisGuard.Cli.Commands;

/// <summary>One run of <c>redisguard scan</c>: locate, load, analyse, report, and the exit code.</summary>
internal sealed class ScanHandler(Scanner scanner, IAnsiConsole output, IScanProgress progress)
{
    public async Task<int> RunAsync(ScanSettings settings, CancellationToken cancellation)
    {
        var target = await ScanTarget.LocateAsync(settings.Target, cancellation).ConfigureAwait(false);
        var result = await progress.RunAsync(() => ScanAsync(target, settings, cancellation)).ConfigureAwait(false);

        if (settings.SarifFile is { } file)
            await SarifReport.WriteAsync(result, file, cancellation).ConfigureAwait(false);
        if (settings.Format == OutputFormat.Json)
            JsonReport.Write(result, output.Profile.Out.Writer);
        else
            new TextReport(output, Terminal.Width).Write(result);

        return result.Findings.Any(finding => (int)finding.Severity >= (int)settings.FailOn) ? ExitCodes.Findings : ExitCodes.Clean;
    }

    private async Task<ScanResult> ScanAsync(ScanTarget target, ScanSettings settings, CancellationToken cancellation)
    {
        var options = new LoadOptions(settings.Loose, settings.Restore, settings.RestoreTimeout);
        using var tree = await TreeLoader.LoadAsync(target, options, progress, cancellation).ConfigureAwait(false);
        return await scanner.ScanAsync(tree, (DiagnosticSeverity)settings.Severity, progress, cancellation).ConfigureAwait(false);
    }
}
