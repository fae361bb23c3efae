using System.Globalization;

namespace RedisGuard.Pool.Tests.Leases;

public sealed class RentModelTests(ITestOutputHelper output)
{
    private const int StepsPerRun = 10_000;
#if MUTATION
    private const int Steps = 30_000;
#else
    private const int Steps = 300_000;
#endif

    // A million steps with REDISGUARD_MODEL_STEPS=1000000; REDISGUARD_TEST_SEED repeats a run.
    private static readonly int Runs = Math.Max(1, Setting("REDISGUARD_MODEL_STEPS", Steps) / StepsPerRun);

    [Fact]
    public async Task AnyOrderOfEvents_LosesNoPermitAndNoConnection()
    {
        // Off the test's own context, on which continuations would be queued instead of run where they are caused.
        await Task.Run(
            () =>
            {
                var first = Setting("REDISGUARD_TEST_SEED", Environment.TickCount & 0xFFFFFF);
                var seen = new Dictionary<string, int>();
                for (var seed = first; seed < first + Runs; seed++)
                {
                    Run(seed, seen);
                }

                output.WriteLine($"{Runs * StepsPerRun} steps from seed {first}: {string.Join(", ", seen.Select(static event_ => $"{event_.Value} {event_.Key}"))}");

                // A model that never gets somewhere proves nothing about it.
                string[] everywhere =
                [
                    "rented", "returned", "spoilt", "closed", "cancelled", "gave up", "died idle", "pruned", "used up", "listener threw", "listener returned again", "listener rented",
                    "listener closed the pool", "refused", "reclaimed", "replaced", "hung", "asked for its answers",
                    nameof(IOException), nameof(RedisPoolExhaustedException), nameof(StackExchange.Redis.RedisTimeoutException),
                ];
                Assert.All(everywhere, what => Assert.Contains(what, seen.Keys));
            },
            TestContext.Current.CancellationToken);
    }

    private static int Setting(string variable, int unset) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : unset;

    private static void Run(int seed, Dictionary<string, int> seen)
    {
        using var model = new RentModel(seed);
        var step = 0;
        try
        {
            for (; step < StepsPerRun; step++)
            {
                model.Step();
            }

            model.Finish();
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"Seed {seed}, step {step}: {e.Message}", e);
        }

        foreach (var (what, count) in model.Seen)
        {
            seen[what] = seen.GetValueOrDefault(what) + count;
        }
    }
}
