using RedisGuard.Cli.Holders;
using RedisGuard.Cli.Servers.Clients;

namespace RedisGuard.Cli.Server.Tests.Holders;

public sealed class OrphansTests
{
    private const long Silent = 1000;

    [Fact]
    public void ProcessOfThisMachine_ThatEnded_LeavesOrphans() =>
        Assert.Single(Find(_ => false, Rows.Row(1, Rows.Pool(machine: "here", pid: 7))));

    [Fact]
    public void ProcessOfThisMachine_ThatRuns_HasNone() =>
        Assert.Empty(Find(_ => true, Rows.Row(1, Rows.Pool(machine: "here", pid: 7), idle: Silent)));

    [Fact]
    public void ProcessThatCannotBeLookedAt_HasNone() =>
        Assert.Empty(Find(_ => null, Rows.Row(1, Rows.Pool(machine: "here", pid: 7), idle: Silent)));

    [Fact]
    public void SocketThatALocalProcessHolds_IsNone_WhateverTheNameSays() =>
        Assert.Empty(Find(_ => false, Rows.Row(1, Rows.Pool(machine: "here", pid: 7)) with { Process = new LocalProcess(900, "dotnet") }));

    [Fact]
    public void IdleAlone_IsNoEvidence() =>
        Assert.Empty(Find(_ => false, Rows.Row(1, Rows.Pool(machine: "far", pid: 7), idle: Silent)));

    [Fact]
    public void SilentProcess_ThatAnotherFollowedOnItsMachine_LeavesOrphans()
    {
        var later = Rows.Row(3, Rows.Pool(machine: "far", pid: 8, start: 0x60000100));
        Assert.Single(Find(_ => false, Rows.Row(1, Rows.Pool(machine: "far", pid: 7), idle: Silent), later));
        // One connection that still speaks: two processes run beside each other.
        Assert.Empty(Find(_ => false, Rows.Row(1, Rows.Pool(machine: "far", pid: 7), idle: Silent), Rows.Row(2, Rows.Pool(machine: "far", pid: 7), idle: 3), later));
        // The later one is silent too: keep-alive is off.
        Assert.Empty(Find(_ => false, Rows.Row(1, Rows.Pool(machine: "far", pid: 7), idle: Silent), later with { IdleSeconds = Silent }));
        // Another application, another machine, an earlier process: none follows.
        Assert.Empty(Find(_ => false, Rows.Row(1, Rows.Pool(machine: "far", pid: 7), idle: Silent), Rows.Row(3, Rows.Pool(app: "other", machine: "far", start: 0x60000100))));
        Assert.Empty(Find(_ => false, Rows.Row(1, Rows.Pool(machine: "far", pid: 7), idle: Silent), Rows.Row(3, Rows.Pool(machine: "near", start: 0x60000100))));
    }

    [Fact]
    public void IdleThatIsNotTold_IsNoSilence() =>
        Assert.Empty(Find(_ => false, Rows.Row(1, Rows.Pool(machine: "far", pid: 7), idle: null), Rows.Row(3, Rows.Pool(machine: "far", pid: 8, start: 0x60000100), idle: null)));

    [Fact]
    public void ThisProcess_IsFoundRunning_AndNotWithAnotherStart()
    {
        using var self = System.Diagnostics.Process.GetCurrentProcess();
        Assert.True(LocalInstances.IsRunning(Environment.ProcessId, self.StartTime));
        Assert.False(LocalInstances.IsRunning(Environment.ProcessId, self.StartTime.AddMinutes(-5)));
        Assert.False(LocalInstances.IsRunning(int.MaxValue, self.StartTime));
    }

    private static IReadOnlySet<string> Find(Func<int, bool?> isRunning, params ClientRow[] rows) => Orphans.Find(rows, "here", (id, _) => isRunning(id));
}
