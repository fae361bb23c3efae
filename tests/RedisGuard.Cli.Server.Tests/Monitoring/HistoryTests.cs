using RedisGuard.Cli.Holders;
using RedisGuard.Cli.Monitoring;
using RedisGuard.Cli.Monitoring.Histories;

namespace RedisGuard.Cli.Server.Tests.Monitoring;

public sealed class HistoryTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Replay_ComesToTheSame()
    {
        var file = _folder.At("h.ndjson");
        var live = new SnapshotBuilder(Grouping.Holder, Filter.None);
        MonitorSnapshot? expected = null;
        using (var writer = new HistoryWriter(file))
        {
            for (var look = 0; look < 8; look++)
            {
                var looks = new[] { Rows.Look(2 * look, Enumerable.Range(1, 1 + look).Select(id => Rows.Row(id, Rows.Pool(), idle: 20, age: 20))) };
                writer.Write(looks);
                expected = live.Add(looks, _ => null);
            }
        }

        // What a writer that was killed leaves behind.
        await File.AppendAllTextAsync(file, "[{\"endpoint\":\"a:6", TestContext.Current.CancellationToken);
        var replayed = new SnapshotBuilder(Grouping.Holder, Filter.None);
        MonitorSnapshot? last = null;
        await using var history = new HistoryLooks(file);
        while (await history.NextAsync(TestContext.Current.CancellationToken) is { } looks)
        {
            last = replayed.Add(looks, _ => null);
        }

        Assert.Equal((expected!.At, expected.Looks, expected.WatchedSeconds), (last!.At, last.Looks, last.WatchedSeconds));
        var (was, now) = (Assert.Single(expected.Holders), Assert.Single(last.Holders));
        Assert.Equal((was.Holder, was.Kind, was.Now, was.Born, was.Verdict, was.Why, was.IdleMax), (now.Holder, now.Kind, now.Now, now.Born, now.Verdict, now.Why, now.IdleMax));
        Assert.Equal(Verdict.Leaking, now.Verdict);
    }

    [Fact]
    public async Task WhatIsNoHistory_IsRefused()
    {
        await File.WriteAllTextAsync(_folder.At("x"), "hello\nworld\n", TestContext.Current.CancellationToken);
        (await Tool.RunAsync("monitor", "--replay", _folder.At("x"))).ShouldRefuse("line 1 is not a look");
        await File.WriteAllTextAsync(_folder.At("x"), "", TestContext.Current.CancellationToken);
        (await Tool.RunAsync("monitor", "--replay", _folder.At("x"))).ShouldRefuse("is empty");
    }
}
