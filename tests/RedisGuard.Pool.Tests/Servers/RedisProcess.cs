using System.Diagnostics;
using System.Globalization;

namespace RedisGuard.Pool.Tests.Servers;

/// <summary>A redis-server of its own, on a free port, with nothing on disk.</summary>
public sealed class RedisProcess : IRedisServer
{
    private const string Ready = "Ready to accept connections";
    private const int Attempts = 5;
    private static readonly TimeSpan StartTime = TimeSpan.FromMinutes(2); // a busy machine's
    private static readonly string[] Places = ["/usr/bin/redis-server", "/usr/local/bin/redis-server", "/opt/homebrew/bin/redis-server"];

    private readonly Func<string, string[]> _arguments;
    private Process _process;
    private bool _isKilled;

    private RedisProcess(Process process, int port, Func<string, string[]> arguments)
    {
        _process = process;
        _arguments = arguments;
        Port = port;
    }

    public static string? Executable { get; } = Array.Find(Places, File.Exists);

    public int Port { get; private set; }

    // A replica leaves what its primary sent in a file, and the next server that is started in the same folder would begin with that.
    public static Task<RedisProcess> StartAsync(params string[] arguments) =>
        StartAsync(Ready, port =>
            ["--port", port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--rdb-del-sync-files", "yes", .. arguments]);

    /// <summary>Starts one in a network namespace, where it has an address of its own.</summary>
    /// <param name="name">The name of the namespace.</param>
    /// <param name="address">The address.</param>
    public static Task<RedisProcess> StartInNamespaceAsync(string name, string address) =>
        StartAsync(Ready, port => ["netns", "exec", name, Executable!, "--port", port, "--bind", address, "--protected-mode", "no", "--save", "", "--appendonly", "no"], "ip");

    /// <param name="configuration">A file that the sentinel may write to.</param>
    public static Task<RedisProcess> StartSentinelAsync(string configuration) =>
        StartAsync("+monitor", port => [configuration, "--sentinel", "--port", port, "--bind", "127.0.0.1"]);

    /// <summary>kill -9: no goodbye to anybody.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _isKilled = true;
    }

    /// <summary>Starts it again after a kill, with nothing in it.</summary>
    /// <param name="elsewhere">Whether on another port; else on the one that it had.</param>
    /// <param name="readiness">What it says when it is far enough.</param>
    public async Task RestartAsync(bool elsewhere = false, string readiness = Ready)
    {
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            Port = elsewhere ? FreePort.Next() : Port;
            if (await TryStartAsync(readiness, _arguments(Port.ToString(CultureInfo.InvariantCulture))) is { } process)
            {
                _process = process;
                _isKilled = false;
                return;
            }
        }

        throw new InvalidOperationException($"{Executable} did not start again on port {Port}.");
    }

    /// <summary>SIGSTOP: it keeps its connections and answers nobody.</summary>
    public Task StopAsync() => SignalAsync("-STOP");

    public Task ContinueAsync() => SignalAsync("-CONT");

    public async ValueTask DisposeAsync()
    {
        if (_isKilled)
        {
            return;
        }

        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [signal, _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    private static async Task<RedisProcess> StartAsync(string readiness, Func<string, string[]> arguments, string? program = null)
    {
        for (var attempt = 1; ; attempt++)
        {
            // Between finding a free port and using it, somebody else may take it: then the server ends at once.
            var port = FreePort.Next();
            if (await TryStartAsync(readiness, arguments(port.ToString(CultureInfo.InvariantCulture)), program) is { } process)
            {
                return new RedisProcess(process, port, arguments);
            }

            if (attempt == Attempts)
            {
                throw new InvalidOperationException($"{Executable} did not start.");
            }
        }
    }

    private static async Task<Process?> TryStartAsync(string readiness, string[] arguments, string? program = null)
    {
        var start = new ProcessStartInfo(program ?? Executable ?? throw new InvalidOperationException("redis-server is not installed."))
        {
            RedirectStandardOutput = true,
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        var process = Process.Start(start)!;
        var ready = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is null)
            {
                ready.TrySetResult(false);
            }
            else if (line.Data.Contains(readiness, StringComparison.Ordinal))
            {
                ready.TrySetResult(true);
            }
        };
        process.BeginOutputReadLine();
        if (await ready.Task.WaitAsync(StartTime))
        {
            return process;
        }

        process.Dispose();
        return null;
    }
}
