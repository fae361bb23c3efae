using System.Diagnostics;
using System.Text;

namespace RedisGuard.Package.Tests.Packing;

/// <summary>Runs a program as a stranger would from a shell: none of the test run's own build settings go with it.</summary>
internal static class DotNet
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(10);

    public static Task<ProgramResult> RunAsync(string workingDirectory, string nugetPackages, params string[] arguments)
        => RunAsync(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", workingDirectory, nugetPackages, arguments);

    public static async Task<ProgramResult> RunAsync(string program, string workingDirectory, string? nugetPackages, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = workingDirectory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Isolate(start.Environment, nugetPackages);

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(Deadline);
        using var process = new Process { StartInfo = start };
        var output = new StringBuilder();
        process.OutputDataReceived += (_, e) => Append(output, e.Data);
        process.ErrorDataReceived += (_, e) => Append(output, e.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return new ProgramResult($"{program} {string.Join(' ', arguments)}", process.ExitCode, output.ToString());
    }

    private static void Isolate(IDictionary<string, string?> environment, string? nugetPackages)
    {
        // MSBuild hands its own paths down to what it starts, and a test run is started by it.
        foreach (var name in environment.Keys.Where(n => n.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            environment.Remove(name);
        }

        environment["MSBUILDDISABLENODEREUSE"] = "1"; // no build node outlives the test
        environment["MSBUILDTERMINALLOGGER"] = "off";
        environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        environment["DOTNET_NOLOGO"] = "1";
        if (nugetPackages is not null)
        {
            environment["NUGET_PACKAGES"] = nugetPackages;
        }
    }

    private static void Append(StringBuilder output, string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (output) // the two streams report on threads of their own
        {
            output.AppendLine(line);
        }
    }
}
