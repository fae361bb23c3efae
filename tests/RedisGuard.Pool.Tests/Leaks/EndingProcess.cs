using System.Runtime.CompilerServices;
using RedisGuard.Pool.Telemetry;
using RedisGuard.Pool.Tests.Doubles;
using RedisGuard.Pool.Tests.Servers;

namespace RedisGuard.Pool.Tests.Leaks;

/// <summary>A process that ends with a lease: run by <see cref="ShutdownTests"/>; skipped elsewhere.</summary>
public sealed class EndingProcess
{
    public const string Holds = "holds";
    public const string Leaks = "leaks";
    public const int ExitCode = 77;

    [Fact]
    public async Task End()
    {
        Assert.SkipUnless(OtherProcess.Role is Holds or Leaks, "Runs in a process of its own.");
        var pool = Pools.Fake(new FakeOpener(), logs: StandardErrorLogger.Instance);
        var held = OtherProcess.Role == Holds ? await pool.RentAsync(TestContext.Current.CancellationToken) : null;
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
