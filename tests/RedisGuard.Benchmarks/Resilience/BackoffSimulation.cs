using System.Globalization;
using RedisGuard.Pool.Resilience;
using RedisGuard.Pool.Sockets;
using StackExchange.Redis;

namespace RedisGuard.Benchmarks.Resilience;

/// <summary>
/// Clients that all lose one server at once, and how they come back to it: how often they try in vain, how many connect within
/// one tenth of a second, and how long they stay away once it is there. Simulated time; no server needed. <c>-- backoff</c>
/// </summary>
internal static class BackoffSimulation
{
    private const double Base = 2;
    private const double Cap = 60;
    private const double Burst = 0.1;
    private const int Rate = 200;
    private const int Enough = 1000;

    private static readonly int[] Fleets = [1, 10, 50, 100, 500, 2000, 5000];
    private static readonly double[] Outages = [1, 5, 15, 60, 300];

    public static void Run()
    {
        foreach (var clients in Fleets)
        {
            foreach (var outage in Outages)
            {
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Environment.NewLine}{clients} clients, {outage} s outage{Environment.NewLine}{"",-44}{"in vain",10}{"burst",8}{"p50 s",8}{"p95 s",8}"));
                foreach (var (name, create) in Ways(clients))
                {
                    var (attempts, burst, p50, p95) = Simulate(create, clients, outage);
                    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-44}{attempts,10}{burst,8}{p50,8:0.0}{p95,8:0.0}"));
                }
            }
        }
    }

    // Each makes, for one client, a function from the number of an attempt and the wait before to the wait. The library makes
    // the first attempt at once, whatever its policy.
    private static (string Name, Func<Random, Func<int, double, double>> Create)[] Ways(int clients)
    {
        var fleet = new FleetSize(Rate) { Clients = clients };
        var schedule = new Backoff(5, Base, TimeSpan.FromSeconds(Cap));
        return
        [
            ("RedisGuard", random => Heartbeats(random, new FleetReconnectBackoff(fleet, schedule, new SocketLedger(), new ConfigurationOptions()))),
            ("RedisGuard, the fleet unknown", random => Heartbeats(random, new RedisGuard.Pool.RedisReconnectBackoff())),
            ("StackExchange.Redis, its default", static random => Heartbeats(random, new ConfigurationOptions().ReconnectRetryPolicy)),
            ("StackExchange.Redis, LinearRetry(5000)", static random => Heartbeats(random, new LinearRetry(5000))),
            ("Polly, decorrelated exponential (v2)", Polly),
            ("AWS, full jitter", static random => (attempt, _) => attempt == 0 ? 0 : Math.Min(Cap, Math.Pow(Base, attempt)) * random.NextDouble()),
            ("AWS, equal jitter", static random => (attempt, _) => attempt == 0 ? 0 : Math.Min(Cap, Math.Pow(Base, attempt)) / 2 * (1 + random.NextDouble())),
            ("AWS, decorrelated jitter", static random => (attempt, before) => attempt == 0 ? 0 : Math.Min(Cap, Base + (random.NextDouble() * Math.Max(0, (before * 3) - Base)))),
        ];
    }

    private static (long InVain, int Burst, double P50, double P95) Simulate(Func<Random, Func<int, double, double>> create, int clients, double outage)
    {
        var random = new Random(1);
        var (inVain, burst) = (0L, 0);
        var all = new List<double>();

        // A few clients are soon by luck: as many rounds as make a thousand of them.
        var rounds = Math.Max(1, Enough / clients);
        for (var round = 0; round < rounds; round++)
        {
            var recoveries = new List<double>();
            for (var client = 0; client < clients; client++)
            {
                var (tries, recovery) = ComeBack(create(random), outage);
                inVain += tries;
                recoveries.Add(recovery);
            }

            burst = Math.Max(burst, recoveries.CountBy(static time => (long)(time / Burst)).Max(static slot => slot.Value));
            all.AddRange(recoveries);
        }

        all.Sort();
        return (inVain / rounds, burst, all[all.Count / 2], all[all.Count * 95 / 100]);
    }

    private static (int InVain, double Recovery) ComeBack(Func<int, double, double> next, double outage)
    {
        var (time, wait) = (0.0, 0.0);
        for (var attempt = 0; ; attempt++)
        {
            wait = next(attempt, wait);
            time += wait;
            if (time >= outage)
            {
                return (attempt, time - outage);
            }
        }
    }

    // The library asks its policy with a timer of 1 s that each client started at a moment of its own.
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
