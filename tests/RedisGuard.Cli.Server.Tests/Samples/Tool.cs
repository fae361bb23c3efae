using System.Diagnostics;

namespace RedisGuard.Cli.Server.Tests.Samples;

/// <summary>The built tool, run as a process with its streams redirected.</summary>
internal sealed record Tool(int ExitCode, string Output, string Error)
{
    public static string Dll => Path.Combine(AppContext.BaseDirectory, "RedisGuard.Cli.dll");

    public static Task<Tool> RunAsync(params string[] arguments) => RunAsync(null, arguments);

    /// <param name="input">What it reads from its standard input.</param>
    /// <param name="arguments">The command line.</param>
    public static async Task<Tool> RunAsync(string? input, string[] arguments)
    {
        using var process = Start(arguments);
        if (input is not null)
        {
            await process.StandardInput.WriteLineAsync(input);
        }

        process.StandardInput.Close();
        return await ResultAsync(process);
    }

    /// <summary>Runs with a variable set.</summary>
    public static async Task<Tool> RunWithAsync(string variable, string value, params string[] arguments)
    {
        var start = Arguments(arguments);
        start.Environment[variable] = value;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        return await ResultAsync(process);
    }

    public static Process Start(params string[] arguments) => Process.Start(Arguments(arguments))!;

    private static ProcessStartInfo Arguments(string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Dll, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        start.Environment.Remove("REDIS_CONNECTION");
        start.Environment.Remove("REDISCLI_AUTH");
        return start;
    }

    private static async Task<Tool> ResultAsync(Process process)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var output = process.StandardOutput.ReadToEndAsync(cancellation);
        var error = process.StandardError.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        return new Tool(process.ExitCode, await output, await error);
    }

    /// <summary>Exit code 2, and one line on the error stream that says why; the plan may stand before it.</summary>
    public void ShouldFailWith(string why)
    {
        Assert.Equal(2, ExitCode);
        Assert.Single(Error.TrimEnd().Split('\n'));
        Assert.Contains(why, Error, StringComparison.Ordinal);
    }

    /// <summary>One line on the error stream, nothing else, and exit code 2.</summary>
    public void ShouldRefuse(string why)
    {
        Assert.Equal(2, ExitCode);
        Assert.Empty(Output);
        Assert.StartsWith("redisguard: ", Error, StringComparison.Ordinal);
        Assert.Single(Error.TrimEnd().Split('\n'));
        Assert.Contains(why, Error, StringComparison.Ordinal);
    }
}
