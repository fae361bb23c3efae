using RedisGuard.Cli.Cleaning.Limits;
using RedisGuard.Cli.Commands;
using RedisGuard.Cli.Servers;

namespace RedisGuard.Cli.Server.Tests.Cleaning;

public sealed class LimitResetTests
{
    [Fact]
    public async Task WhoeverComesBetweenTheCountAndTheChange_DoesNotLockAnybodyOut()
    {
        // 60 were connected when it was counted; 100 came meanwhile, and nobody gets in with 92.
        var server = new Server { Connected = 60, LetsIn = static settings => settings["maxclients"] > 160 };
        var reset = new LimitReset(server);
        var changes = await reset.PlanAsync(new ServerLimits(92, 300, null), TestContext.Current.CancellationToken);
        var refused = await Assert.ThrowsAsync<CannotRunException>(() => reset.ApplyAsync(changes, TestContext.Current.CancellationToken));
        Assert.Contains("no other connection got in; what was changed is put back", refused.Message, StringComparison.Ordinal);
        Assert.Equal((10_000, 0), (server.Settings["maxclients"], server.Settings["timeout"]));
    }

    [Theory]
    [InlineData(91, false)]
    [InlineData(92, true)]
    public async Task MaxClients_LeavesRoom(long most, bool isAllowed)
    {
        var reset = new LimitReset(new Server { Connected = 60 });
        if (isAllowed)
        {
            await reset.PlanAsync(new ServerLimits(most, null, null), TestContext.Current.CancellationToken);
        }
        else
        {
            await Assert.ThrowsAsync<CannotRunException>(() => reset.PlanAsync(new ServerLimits(most, null, null), TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public async Task CountThatIsNotTold_SetsNoMaxClients() =>
        await Assert.ThrowsAsync<CannotRunException>(() => new LimitReset(new Server { Connected = null }).PlanAsync(new ServerLimits(5000, null, null), TestContext.Current.CancellationToken));

    [Fact]
    public async Task LaterChangeThatIsRefused_PutsTheEarlierBack()
    {
        var server = new Server { Connected = 60, Refuses = "timeout" };
        var reset = new LimitReset(server);
        var changes = await reset.PlanAsync(new ServerLimits(5000, 300, null), TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<CannotRunException>(() => reset.ApplyAsync(changes, TestContext.Current.CancellationToken));
        Assert.Equal(10_000, server.Settings["maxclients"]);
    }

    [Fact]
    public void ShortTimeout_DrawsAWarning()
    {
        Assert.Contains(LimitReset.Warnings(new ServerLimits(null, 60, null)), static warning => warning.Contains("pings each 60 s", StringComparison.Ordinal));
        Assert.DoesNotContain(LimitReset.Warnings(new ServerLimits(null, 300, null)), static warning => warning.Contains("pings each 60 s", StringComparison.Ordinal));
    }

    private sealed class Server : ILimitedServer
    {
        public Dictionary<string, long> Settings { get; } = new() { ["maxclients"] = 10_000, ["timeout"] = 0, ["tcp-keepalive"] = 300 };

        public long? Connected { get; init; }

        public string? Refuses { get; init; }

        public Func<Dictionary<string, long>, bool> LetsIn { get; init; } = static _ => true;

        public Task<long?> ConnectedAsync(CancellationToken cancellation) => Task.FromResult(Connected);

        public Task<long?> ReadAsync(string setting, CancellationToken cancellation) => Task.FromResult<long?>(Settings[setting]);

        public Task WriteAsync(string setting, long value, CancellationToken cancellation)
        {
            if (setting == Refuses)
            {
                throw new ServerTroubleException(ServerState.Refused, "refused");
            }

            Settings[setting] = value;
            return Task.CompletedTask;
        }

        public Task<string?> RewriteAsync(CancellationToken cancellation) => Task.FromResult<string?>(null);

        public Task<bool> LetsInAsync(CancellationToken cancellation) => Task.FromResult(LetsIn(Settings));
    }
}
