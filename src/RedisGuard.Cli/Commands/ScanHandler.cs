using Microsoft.CodeAnalysis;
using RedisGuard.Cli.Baselines;
using RedisGuard.Cli.Loading;
using RedisGuard.Cli.Reporting;
using RedisGuard.Cli.Reporting.Sarif;
using RedisGuard.Cli.Scanning;
using Spectre.Console;

namespace RedisGuard.Cli.Commands;

/// <summary>One run of <c>redisguard scan</c>: locate, load, analyse, compare with the baseline, report, and the exit code.</summary>
internal sealed class ScanHandler(Scanner scanner, IAnsiConsole output, IScanProgress progress)
{
    public async Task<int> RunAsync(ScanSettings settings, CancellationToken cancellation)
    {
        CheckFolder(settings.SarifFile);
        var target = (await ScanTarget.LocateAsync(settings.Targets, cancellation).ConfigureAwait(false)).OfProjects(settings.Projects);
        var filter = new ScanFilter(target, settings.Choice);
        var baseline = BaselineUse.Of(settings, target.Root, filter.TakesRule);
        var result = await progress.RunAsync(() => ScanAsync(target, filter, settings, baseline, cancellation)).ConfigureAwait(false);
        result = AtLeast(baseline?.Compare(result) ?? result, settings.Severity);

        if (settings.SarifFile is { } file)
        {
            await SarifReport.WriteAsync(result, file, cancellation).ConfigureAwait(false);
        }

        if (settings.SarifFile != SarifReport.StandardOutput)
        {
            Write(result, settings.Format);
        }

        var failed = result.Findings.Any(finding => (int)finding.Severity >= (int)settings.FailOn)
            || (settings.FailOnStale && result.Baseline is { Cured.IsEmpty: false, IsWritten: false });
        return failed ? ExitCodes.Findings : ExitCodes.Clean;
    }

    /// <summary>Tells now what would be told after minutes of work.</summary>
    private static void CheckFolder(string? file)
    {
        if (file is not null and not SarifReport.StandardOutput && Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder && !Directory.Exists(folder))
        {
            throw new CannotRunException($"no such folder: {folder}");
        }
    }

    private void Write(ScanResult result, ScanFormat format)
    {
        var writer = output.Profile.Out.Writer;
        switch (format)
        {
            case ScanFormat.Json:
                JsonReport.Write(result, writer);
                break;
            case ScanFormat.GitLab:
                GitLabReport.Write(result, writer);
                break;
            case ScanFormat.Azdo:
                PipelineReport.WriteAzure(result, writer);
                break;
            case ScanFormat.GitHub:
                PipelineReport.WriteGitHub(result, writer);
                break;
            case ScanFormat.Html:
                HtmlReport.Write(result, writer);
                break;
            default:
                new TextReport(output, Terminal.Width).Write(result);
                break;
        }
    }

    private async Task<ScanResult> ScanAsync(ScanTarget target, ScanFilter filter, ScanSettings settings, BaselineUse? baseline, CancellationToken cancellation)
    {
        var options = new LoadOptions(settings.Loose, settings.Restore, settings.RestoreTimeout) { Properties = settings.Properties };
        using var tree = await TreeLoader.LoadAsync(target, options, progress, cancellation).ConfigureAwait(false);
        // A baseline is compared whole: what a severity leaves out isn't cured.
        var minimum = baseline is null ? (DiagnosticSeverity)settings.Severity : DiagnosticSeverity.Info;
        return await scanner.ScanAsync(tree, new ScanScope(minimum, filter, baseline?.Scope), progress, cancellation).ConfigureAwait(false);
    }

    private static ScanResult AtLeast(ScanResult result, MinimumSeverity severity) => result.Baseline is null
        ? result
        : result with { Findings = [.. result.Findings.Where(finding => (int)finding.Severity >= (int)severity)] };
}
