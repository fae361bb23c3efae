using System.Collections.Concurrent;
using System.Globalization;
using RedisGuard.Watch.Tests.Probes;
using StackExchange.Redis;

namespace RedisGuard.Testing.Tests;

/// <summary>
/// As many leaking scopes as clean ones, eight at a time: each is right about itself. A few here; <c>tests/measure/scopes.py</c> runs
/// 500 of each, Debug and Release, on a machine that is busy with something else.
/// </summary>
public sealed class ManyScopesTests(ServerFixture server)
{
    private static readonly int s_ofEach = int.Parse(Environment.GetEnvironmentVariable("SCOPES_OF_EACH") ?? "24", CultureInfo.InvariantCulture);

    [Fact]
    public async Task EightAtATime_AreAllRight()
    {
        var missed = 0;
        var accused = 0;
        var wrong = new ConcurrentQueue<string>();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, 2 * s_ofEach),
            new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = TestContext.Current.CancellationToken },
            async (number, _) =>
            {
                var leaks = number % 2 == 0;
                try
                {
                    await LeakScope.RunAsync(leaks ? LeakAsync : CleanAsync);
                    Interlocked.Add(ref missed, leaks ? 1 : 0);
                }
                catch (LeakFoundException found)
                {
                    if (!leaks || found.Leaks is not [{ Opened: 1 }])
                    {
                        Interlocked.Increment(ref accused);
                        wrong.Enqueue($"{(leaks ? "leaking" : "clean")}: {found.Message}");
                    }
                }
            });
        TestContext.Current.TestOutputHelper?.WriteLine($"{s_ofEach} leaking scopes, {missed} missed; {s_ofEach} clean ones, {accused} accused or wrongly described");
        Assert.Empty(wrong);
        Assert.Equal((0, 0), (missed, accused));
    }

    private async Task LeakAsync()
    {
        var connection = await ConnectionMultiplexer.ConnectAsync(server.Configuration);
        await connection.GetDatabase().PingAsync();
        GC.KeepAlive(connection);
    }

    private async Task CleanAsync()
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(server.Configuration);
        await connection.GetDatabase().PingAsync();
    }
}
