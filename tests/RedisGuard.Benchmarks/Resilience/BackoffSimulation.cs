using System.Globalization;
using RedisGuard.Pool;
using RedisGuard.Pool.Resilience;
using StackExchange.Redis;

namespace RedisGuard.Benchmarks.Resilience;

/// <summary>
/// Clients that all lose one server at once, and how they come back to it: how often they try in vain, how many at once, and
/// how long they stay away once it is there. Simulated time; no server needed. <c>-- backoff</c>
/// </summary>
internal static class BackoffSimulation
{
    private const int Clients = 2000;
    private const double Base = 2;
    private const double Cap = 60;
    private const double Burst = 0.1;

    private static readonly double[] Outages = [20, 60, 120, 300];

    public static void Run()
    {
        // Each row makes, for one client, a function from the number of an attempt and the wait before to the wait.
        (string Name, Func<Random, Func<int, double, double>> Create)[] ways =
        [
            ("RedisGuard, as our own loops use it", static random =>
            {
                var backoff = new Backoff(5, Base, TimeSpan.FromSeconds(Cap));
                return (attempt, _) => backoff.Delay(attempt, random.NextDouble()).TotalSeconds;
            }),
            ("RedisGuard, asked each heartbeat", static random => Heartbeats(random, new RedisReconnectBackoff())),
            ("StackExchange.Redis ExponentialRetry(2500)", static random => Heartbeats(random, new ExponentialRetry(2500))),
            ("Polly, decorrelated exponential (v2)", Polly),
            ("AWS, full jitter", static random => (attempt, _) => Math.Min(Cap, Math.Pow(Base, attempt)) * random.NextDouble()),
            ("AWS, equal jitter", static random => (attempt, _) => Math.Min(Cap, Math.Pow(Base, attempt)) / 2 * (1 + random.NextDouble())),
            ("AWS, decorrelated jitter", static random => (_, before) => Math.Min(Cap, Base + (random.NextDouble() * Math.Max(0, (before * 3) - Base)))),
        ];
        foreach (var outage in Outages)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{Environment.NewLine}{Clients} clients, {outage} s outage{Environment.NewLine}{"",-44}{"attempts",10}{"burst",8}{"p50 s",8}{"p95 s",8}"));
            foreach (var (name, create) in ways)
            {
                var (attempts, burst, p50, p95) = Simulate(create, outage);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-44}{attempts,10}{burst,8}{p50,8:0.0}{p95,8:0.0}"));
            }
        }
    }

    private static (int Attempts, int Burst, double P50, double P95) Simulate(Func<Random, Func<int, double, double>> create, double outage)
    {
        var random = new Random(1);
        var times = new List<double>();
        var recoveries = new List<double>();
        for (var client = 0; client < Clients; client++)
        {
            var next = create(random);
            var (time, wait) = (0.0, 0.0);
            for (var attempt = 0; ; attempt++)
            {
                wait = next(attempt, wait);
                time += wait;
                times.Add(time);
                if (time >= outage)
                {
                    recoveries.Add(time - outage);
                    break;
                }
            }
        }

        recoveries.Sort();
        return (times.Count, times.CountBy(static time => (long)(time / Burst)).Max(static slot => slot.Value), recoveries[Clients / 2], recoveries[Clients * 95 / 100]);
    }

    // The library makes the first attempt at once, and then asks the policy with a timer of 1 s that each client started at
    // a moment of its own.
    private static Func<int, double, double> Heartbeats(Random random, IReconnectRetryPolicy policy)
    {
        var phase = random.NextDouble();
        return (attempt, _) =>
        {
            if (attempt == 0)
            {
                return 0;
            }

            var waited = attempt == 1 ? phase : 1;
            while (!policy.ShouldRetry(attempt - 1, (int)(waited * 1000)))
            {
                waited++;
            }

            return waited;
        };
    }

    // The formula of Polly's jittered exponential delay (Polly.Contrib.WaitAndRetry, «DecorrelatedJitterBackoffV2»).
    private static Func<int, double, double> Polly(Random random)
    {
        const double scale = 1 / 1.4;
        var before = 0.0;
        return (attempt, _) =>
        {
            var t = attempt + random.NextDouble();
            var now = Math.Pow(2, t) * Math.Tanh(Math.Sqrt(4 * t));
            var wait = Math.Min(Cap, (now - before) * scale * Base);
            before = now;
            return Math.Max(0, wait);
        };
    }
}
