using System.Diagnostics;
using Microsoft.CodeAnalysis;
using RedisGuard.Pool.Tests.Servers;
using RedisGuard.Verification;

namespace RedisGuard.CodeFixes.Tests.Sharing;

/// <summary>A program that starts three seconds before its server reaches it, as it is written and as a fix leaves it.</summary>
public sealed class SelfHealingTests : IDisposable
{
    private static readonly TestSetup Setup = new() { OutputKind = OutputKind.ConsoleApplication };

    private readonly string _folder = Directory.CreateTempSubdirectory("redisguard-healing-").FullName;

    // Each second somebody asks for a value, as requests do; the first answer ends the program.
    private const string Program = """
        using System;
        using System.Diagnostics;
        using System.Threading.Tasks;
        using StackExchange.Redis;

        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < TimeSpan.FromSeconds(25))
        {
            try
            {
                await Values.AskAsync(args[0] + ",connectTimeout=1000");
                return 0;
            }
            catch (Exception exception) when (exception is RedisException or TimeoutException)
            {
                await Task.Delay(500);
            }
        }

        return 1;

        static class Values
        {
            MEMBERS
        }
        """;

    private const string Before = """
        public static async Task<RedisValue> AskAsync(string server)
        {
            await using var connection = await ConnectionMultiplexer.ConnectAsync(server);
            return await connection.GetDatabase().StringGetAsync("key");
        }
        """;

    private const string LazyInside = """
        private static readonly string s_server = Environment.GetCommandLineArgs()[^1] + ",connectTimeout=1000";
        private static readonly Lazy<ConnectionMultiplexer> s_redis = new(() => ConnectionMultiplexer.Connect(s_server, options => options.AbortOnConnectFail = false));

        public static Task<RedisValue> AskAsync(string server) => s_redis.Value.GetDatabase().StringGetAsync("key");
        """;

    [Fact]
    public Task ProgramAsItIsWritten_ReachesALateServer() => ReachesAsync(Programs(Before));

    [Fact]
    public async Task ProgramAfterTheFix_ReachesALateServer() =>
        await ReachesAsync(await AppliedFix.ToAsync<OpenOnceFixProvider>(Programs(Before), Setup, Library.Newest));

    [Fact]
    public Task LazyThatIsPatient_ReachesALateServer() => ReachesAsync(Programs(LazyInside));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string Programs(string members) => Program.Replace("MEMBERS", members, StringComparison.Ordinal);

    private async Task ReachesAsync(string source)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        string program = Build(source);
        int port = FreePort.Next();
        using var running = Start("dotnet", program, $"127.0.0.1:{port}");
        await Task.Delay(TimeSpan.FromSeconds(3), cancellationToken); // what the test is about: the server is late
        Assert.False(running.HasExited, "the program gave up, or reached a server that isn't there");
        using var server = Start("redis-server", "--port", $"{port}", "--bind", "127.0.0.1", "--save", string.Empty, "--dir", _folder);
        try
        {
            await running.WaitForExitAsync(cancellationToken).WaitAsync(TimeSpan.FromSeconds(40), cancellationToken);

            Assert.Equal(0, running.ExitCode);
        }
        finally
        {
            End(running);
            End(server);
        }
    }

    private string Build(string source)
    {
        string assembly = Path.Combine(_folder, "Late.dll");
        var result = Analysis.Compile(source, Setup, Library.Newest).WithAssemblyName("Late").Emit(assembly, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));

        // The library and what it needs beside the program; the framework's own are the runtime's.
        foreach (string file in Library.Newest.References.Select(reference => reference.Display!).Where(file => file.Contains("/lib/", StringComparison.Ordinal)))
        {
            File.Copy(file, Path.Combine(_folder, Path.GetFileName(file)), overwrite: true);
        }

        File.WriteAllText(
            Path.ChangeExtension(assembly, ".runtimeconfig.json"),
            """{ "runtimeOptions": { "tfm": "net8.0", "rollForward": "Major", "framework": { "name": "Microsoft.NETCore.App", "version": "8.0.0" } } }""");
        return assembly;
    }

    private static Process Start(string file, params string[] arguments) => Process.Start(new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true })!;

    private static void End(Process process)
    {
        if (!process.HasExited)
        {
            process.Kill();
        }
    }
}
