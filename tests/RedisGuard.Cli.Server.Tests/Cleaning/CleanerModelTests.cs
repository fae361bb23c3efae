using RedisGuard.Cli.Cleaning;
using RedisGuard.Cli.Holders;
using RedisGuard.Cli.Servers.Clients;

namespace RedisGuard.Cli.Server.Tests.Cleaning;

/// <summary>Ten thousand random servers, filters and races between plan and act: not one wrong kill.</summary>
public sealed class CleanerModelTests
{
    private const int Scenarios = 10_000;

    private static readonly string[] Filters = ["", "name=shop", "name=rg:*", "name!=shop", "idle>100", "idle>100 name=sh*", "user=app", "type=normal", "app=shop kind=shared", "flags=*", "age>10"];

    [Fact]
    public async Task NoWrongKill_InTenThousandScenarios()
    {
        var closed = 0;
        var spared = 0;
        for (var seed = 0; seed < Scenarios; seed++)
        {
            var random = new Random(seed);
            var server = new ModelServer(random) { Returns = random.Next(4) * 0.15 };
            server.Populate(random.Next(1, 30));
            var settings = Settings(random);
            var plan = PlanBuilder.Of(await server.LookAsync(TestContext.Current.CancellationToken), settings);
            Assert.All(plan.Targets, target => Assert.NotEqual(ModelServer.OwnId, target.Id));
            server.Planned.UnionWith(plan.Targets.Select(static target => target.Id));
            server.IsRestless = true;

            using var audit = new Audit(null);
            var outcome = await new Cleaner(server, settings, audit, TimeProvider.System).RunAsync(plan, TestContext.Current.CancellationToken);

            Assert.Equal(plan.Targets.Count, Enum.GetValues<KillResult>().Sum(outcome.Of));
            Assert.Equal(server.Killed.Count, outcome.Of(KillResult.Closed));
            foreach (var (row, wasPlanned) in server.Killed)
            {
                Assert.True(wasPlanned && MayDie(row, settings) && IsAsPlanned(row, plan), $"seed {seed}: wrongly closed {row} by '{settings.Rule}'");
            }

            closed += server.Killed.Count;
            spared += outcome.Of(KillResult.Changed);
        }

        // The races happened, and so did the kills.
        Assert.InRange(closed, 5_000, int.MaxValue);
        Assert.InRange(spared, 500, int.MaxValue);
    }

    // Written apart from the code that it holds: what the page promises.
    private static bool MayDie(ClientRow row, CleanupSettings settings) =>
        row.Flags is { } flags && !flags.Contains('S', StringComparison.Ordinal) && !flags.Contains('M', StringComparison.Ordinal)
        && (settings.IncludeMonitors || !flags.Contains('O', StringComparison.Ordinal))
        && row.Name?.StartsWith("sentinel-", StringComparison.Ordinal) != true
        && row.User != "boss"
        && (settings.Idle is not { } idle || row.IdleSeconds > idle.TotalSeconds)
        && settings.Filter.Conditions.All(condition => condition.Matches(row));

    private static bool IsAsPlanned(ClientRow row, CleanupPlan plan) =>
        plan.Targets.Single(target => target.Id == row.Id) is var target && target.Address == row.Address && target.Name == row.Name;

    private static CleanupSettings Settings(Random random)
    {
        var isForce = random.Next(2) == 0;
        var isOrphans = !isForce && random.Next(2) == 0;
        return new CleanupSettings
        {
            Verb = isForce ? CleanupVerb.Force : CleanupVerb.Clean,
            Filter = Filter.Parse(Filters[random.Next(Filters.Length)]),
            Orphans = isOrphans,
            Idle = isForce && random.Next(2) == 0 ? null : TimeSpan.FromSeconds(random.Next(200)),
            Victims = random.Next(4) == 0 ? Victims.Oldest : Victims.All,
            IncludeMonitors = random.Next(4) == 0,
            ProtectedUsers = new HashSet<string> { "boss" },
            Rate = 1e9,
            ReturnTime = TimeSpan.Zero,
        };
    }
}
