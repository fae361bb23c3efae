using System.Runtime.CompilerServices;
using RedisGuard.Pool.Telemetry;
using RedisGuard.Pool.Tests.Doubles;
using RedisGuard.Pool.Tests.Servers;

namespace RedisGuard.Pool.Tests.Leaks;

/// <summary>A process that ends with a lease: run by <see cref="ShutdownTests"/>, which sets <see cref="Role"/>; skipped without.</summary>
public sealed class EndingProcess
{
    public const string Role = "REDISGUARD_TEST_ENDING";
    public const string Holds = "holds";
    public const string Leaks = "leaks";
    public const int ExitCode = 77;

    /// <summary>Whether this is that process: it needs no server, and one that it started would outlive it.</summary>
    public static bool IsThis { get; } = Environment.GetEnvironmentVariable(Role) is not null;

    [Fact]
    public async Task End()
    {
        Assert.SkipUnless(IsThis, "Runs in a process of its own.");
        var pool = Pools.Fake(new FakeOpener(), logs: StandardErrorLogger.Instance);
        var held = Environment.GetEnvironmentVariable(Role) == Holds ? await pool.RentAsync(TestContext.Current.CancellationToken) : null;
        if (held is null)
        {
            // The event comes after the warning.
            var isTold = false;
            pool.LeakDetected += (_, _) => Volatile.Write(ref isTold, true);
            await RentAsync(pool);
            await Eventually.CollectedAsync(() => Volatile.Read(ref isTold));
        }

        Environment.Exit(ExitCode);
        GC.KeepAlive(held);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task RentAsync(RedisPool pool) => await pool.RentAsync(TestContext.Current.CancellationToken);
}
