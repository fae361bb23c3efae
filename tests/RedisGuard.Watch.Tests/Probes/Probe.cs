using System.Diagnostics;
using RedisGuard.Watch.Reports;

namespace RedisGuard.Watch.Tests.Probes;

/// <summary>Starts the probe under the watch, beside one version of the library.</summary>
internal sealed class Probe : IDisposable
{
    /// <summary>What the probe's Main returns.</summary>
    public const int ExitCode = 7;

    private static readonly string s_hook = typeof(ConnectionWatch).Assembly.Location;

    // All at once they would only wait for each other.
    private static readonly SemaphoreSlim s_few = new(Environment.ProcessorCount);

    private readonly DirectoryInfo _reports = Directory.CreateTempSubdirectory("redisguard-probe-");
    private readonly Process _process;
    private readonly Task<string> _error;

    private Probe(string version, string shape, string end, string configuration, bool watched, Action<IDictionary<string, string?>>? environment)
    {
        var start = new ProcessStartInfo(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "probes", version, "RedisGuard.Watch.Probe.dll"), shape, end, configuration])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (watched)
        {
            start.Environment["DOTNET_STARTUP_HOOKS"] = s_hook;
            start.Environment[HookVariables.ReportFolder] = _reports.FullName;
        }

        environment?.Invoke(start.Environment);
        _process = Process.Start(start)!;
        _error = _process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    public StreamReader Output => _process.StandardOutput;

    public int Id => _process.Id;

    public static Probe Start(string version, string shape, string end, ServerFixture server, bool watched = true, Action<IDictionary<string, string?>>? environment = null) =>
        new(version, shape, end, server.Configuration, watched, environment);

    /// <summary>Runs it to its end.</summary>
    public static async Task<(ProbeResult Result, string Output)> RunAsync(string version, string shape, string end, ServerFixture server, bool watched = true, Action<IDictionary<string, string?>>? environment = null)
    {
        await s_few.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            using var probe = Start(version, shape, end, server, watched, environment);
            var output = await probe.Output.ReadToEndAsync(TestContext.Current.CancellationToken);
            return (await probe.EndAsync(), output);
        }
        finally
        {
            s_few.Release();
        }
    }

    /// <summary>Waits for its end.</summary>
    public async Task<ProbeResult> EndAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new ProbeResult(_process.ExitCode, await _error, Reports());
    }

    public void Signal(string name)
    {
        using var kill = Process.Start("kill", ["-" + name, _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public IReadOnlyList<WatchReport> Reports() => _reports.Exists ? [.. _reports.GetFiles("*.json").Select(static file => WatchReportJson.Read(file.FullName)).OfType<WatchReport>()] : [];

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
        if (Directory.Exists(_reports.FullName))
        {
            _reports.Delete(recursive: true);
        }
    }
}
