using RedisGuard.Pool.Tests.Harm.Scenes;
using RedisGuard.Pool.Tests.Servers;

namespace RedisGuard.Pool.Tests.Harm;

/// <summary>The bad hours that the benchmark program measures, each held to what the documentation promises of it.</summary>
public sealed class HarmTests(HarmRuns runs) : IClassFixture<HarmRuns>
{
    // The promise is 5 s; a machine that runs everything else beside it gets three times that.
    private const double Soon = 15;
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(4);

    public static TheoryData<string> DeadSockets =>
        [HarmRows.BothHalfDead.Name, HarmRows.BothHalfDeadResp3.Name, HarmRows.HalfDeadWithPassword.Name, HarmRows.SubscriberHalfDead.Name, HarmRows.CutPath.Name];

    public static TheoryData<string> BusyServers =>
        [HarmRows.Stopped.Name, HarmRows.Script.Name, HarmRows.WritesPaused.Name, HarmRows.Blocking.Name];

    public static TheoryData<string> Outages =>
    [
        HarmRows.BlackHole.Name, HarmRows.BlackHoleResp3.Name, HarmRows.KillStorm.Name, HarmRows.KillStormResp3.Name, HarmRows.Full.Name, HarmRows.OtherPassword.Name,
        HarmRows.Killed(TimeSpan.Zero).Name, HarmRows.Killed(TimeSpan.FromSeconds(5)).Name,
        HarmRows.SentinelFailover.Name, HarmRows.ClusterFailover.Name, HarmRows.OneNodeBlackHole.Name,
    ];

    [Theory]
    [MemberData(nameof(DeadSockets))]
    public async Task DeadSocket_IsClosed_TheSameObjectsAnswer_AndTheGapIsToldOnce(string row)
    {
        var reading = await ReadAsync(row);

        Assert.InRange(reading.FirstMessage!.Value, 0, Soon);
        Assert.InRange(reading.FirstAnswer!.Value, 0, Soon);
        Assert.Equal(1, reading.Told);
        Assert.InRange(reading.Connects ?? 1, 1, 6); // two sockets, and a witness for each
        Assert.Equal(0, reading.MessagesDoubled);
    }

    [Theory]
    [MemberData(nameof(BusyServers))]
    public async Task ServerThatIsBusy_LosesNoSocket(string row)
    {
        var reading = await ReadAsync(row);

        Assert.True(reading.SocketsLost is [], $"Lost: {string.Join('\n', reading.SocketsLost ?? [])}; {reading}");
        Assert.Equal(0, reading.Told);
        Assert.InRange(reading.Connects ?? 0, 0, 4); // second witnesses
        Assert.Equal(0, reading.MessagesLost);
        Assert.InRange(reading.FirstAnswer!.Value, 0, Soon);
    }

    [Theory]
    [MemberData(nameof(Outages))]
    public async Task Outage_EndsForThePool_WhenItEndsForTheServer(string row)
    {
        var reading = await ReadAsync(row);

        Assert.InRange(reading.FirstAnswer!.Value, 0, Soon);
        Assert.InRange(reading.FirstMessage!.Value, 0, Soon);
        Assert.True(reading.Told > 0 || reading.MessagesLost == 0, $"{reading.MessagesLost} messages lost, and nobody told");
        Assert.Equal(0, reading.MessagesDoubled);
    }

    [Fact]
    public async Task SubscriptionWhoseNodeOfAClusterIsLost_IsToldThatItMoved()
    {
        var reading = await ReadAsync(HarmRows.ClusterFailover.Name);

        Assert.Contains(nameof(RedisGapCause.Moved), reading.Causes);
    }

    private async Task<HarmReading> ReadAsync(string row)
    {
        Assert.SkipWhen(RedisProcess.Executable is null, "redis-server is not installed: the embedded server can be neither killed, stopped nor paused.");
        Assert.SkipWhen(row == HarmRows.CutPath.Name && !CutPathScene.IsPossible, "This process may not make a network of its own: that takes Linux and root.");
        return await runs.Of(row).WaitAsync(Deadline, TestContext.Current.CancellationToken);
    }
}
