using RedisGuard.Cli.Holders;
using RedisGuard.Cli.Servers;

namespace RedisGuard.Cli.Server.Tests.Holders;

public sealed class HolderLedgerTests
{
    private readonly HolderLedger _ledger = new(Grouping.Name, Filter.None);

    [Fact]
    public void FirstLook_HasNoBirths()
    {
        _ledger.Add([Rows.Look(0, [Rows.Row(1, "a"), Rows.Row(2, "a")])]);
        var holder = Holder("a");
        Assert.Equal((2, 0L, 0L), (holder.Clients.Count, holder.Born, holder.Died));
        Assert.Equal(Verdict.Watching, _ledger.Judge(holder).Verdict);
    }

    [Fact]
    public void GreaterIds_AreBirths_MissingOnesDeaths()
    {
        _ledger.Add([Rows.Look(0, [Rows.Row(1, "a"), Rows.Row(5, "b")])]);
        _ledger.Add([Rows.Look(2, [Rows.Row(5, "b"), Rows.Row(6, "a"), Rows.Row(7, "a")])]);
        Assert.Equal((2, 2L, 1L), (Holder("a").Clients.Count, Holder("a").Born, Holder("a").Died));
        Assert.Equal((1, 0L, 0L), (Holder("b").Clients.Count, Holder("b").Born, Holder("b").Died));
    }

    [Fact]
    public void OldId_ThatTakesAName_IsNoBirth()
    {
        _ledger.Add([Rows.Look(0, [Rows.Row(1, ""), Rows.Row(2, "a")])]);
        _ledger.Add([Rows.Look(2, [Rows.Row(1, "a"), Rows.Row(2, "a")])]);
        Assert.Equal((2, 0L), (Holder("a").Clients.Count, Holder("a").Born));
    }

    [Fact]
    public void RestartedServer_BeginsAnew_AndNobodyDied()
    {
        _ledger.Add([Rows.Look(0, [Rows.Row(100, "a"), Rows.Row(101, "a")])]);
        _ledger.Add([Rows.Look(2, [Rows.Row(3, "a"), Rows.Row(4, "a")], runId: "r2")]);
        Assert.Equal((2, 0L, 0L), (Holder("a").Clients.Count, Holder("a").Born, Holder("a").Died));
    }

    [Fact]
    public void ServerThatIsNotListed_KeepsItsClients()
    {
        _ledger.Add([Rows.Look(0, [Rows.Row(1, "a")], "a:1"), Rows.Look(0, [Rows.Row(1, "a")], "b:1")]);
        _ledger.Add([Rows.Look(2, [Rows.Row(1, "a")], "a:1"), new ServerLook("b:1", Rows.Start.AddSeconds(2), ServerState.Unreachable)]);
        Assert.Equal((2, 0L), (Holder("a").Clients.Count, Holder("a").Died));
    }

    [Fact]
    public void ProcessesThatAreGone_AreForgotten()
    {
        var origins = new Origins();
        for (var process = 0; process < 1000; process++)
        {
            var now = Rows.Start.AddSeconds(process);
            Assert.Equal(now, origins.Since(Rows.Row(process, Rows.Pool(pid: process)), now, now));
            Assert.Equal(now, origins.Since(Rows.Row(process, Rows.Pool(pid: process)), now.AddSeconds(1), now.AddSeconds(1)));
            origins.Forget(now - HolderHistory.Window);
        }

        Assert.InRange(origins.Count, 1, (int)HolderHistory.Window.TotalSeconds + 2);
    }

    [Fact]
    public void OpenedAndClosedBetweenTwoLooks_IsUnseen()
    {
        _ledger.Add([Rows.Look(0, [Rows.Row(1, "a")], accepted: 10)]);
        _ledger.Add([Rows.Look(2, [Rows.Row(1, "a"), Rows.Row(20, "a")], accepted: 20)]);
        Assert.Equal(9, _ledger.Unseen);
    }

    [Fact]
    public void ConnectionsThatNobodyUsesAgain_AreALeak()
    {
        for (var look = 0; look < 8; look++)
        {
            _ledger.Add([Rows.Look(2 * look, Enumerable.Range(1, 1 + look).Select(id => Rows.Row(id, "a", idle: 2 * (look - id + 1), age: 2 * (look - id + 1))))]);
        }

        var judged = _ledger.Judge(Holder("a"));
        Assert.Equal("leaking: 7 born, none died, no reuse", judged.ToString());
    }

    [Theory]
    [InlineData(1L, Verdict.Watching)]
    [InlineData(null, Verdict.Leaking)]
    public void YoungConnections_AreNotJudged_ButWhereUseIsNeverToldTheyAre(long? idle, object verdict)
    {
        for (var look = 0; look < 8; look++)
        {
            _ledger.Add([Rows.Look(look * 0.4, Enumerable.Range(1, 1 + look).Select(id => Rows.Row(id, "a", idle: idle, age: 1)))]);
        }

        Assert.Equal((Verdict)verdict, _ledger.Judge(Holder("a")).Verdict);
    }

    [Fact]
    public void PoolThatFillsUnderLoad_IsGrowing()
    {
        for (var look = 0; look < 8; look++)
        {
            _ledger.Add([Rows.Look(2 * look, Enumerable.Range(1, 1 + look).Select(id => Rows.Row(id, "a", idle: 0, age: 2 * (look - id + 1))))]);
        }

        Assert.Equal(Verdict.Growing, _ledger.Judge(Holder("a")).Verdict);
    }

    [Fact]
    public void KeepAlive_IsNoUse()
    {
        for (var look = 0; look < 8; look++)
        {
            _ledger.Add([Rows.Look(2 * look, Enumerable.Range(1, 1 + look).Select(id => Rows.Row(id, "a", idle: 0, age: 100, command: "ping")))]);
        }

        Assert.Equal(Verdict.Leaking, _ledger.Judge(Holder("a")).Verdict);
    }

    [Fact]
    public void ScaleOut_IsNoLeak()
    {
        _ledger.Add([Rows.Look(0, [Rows.Row(1, Rows.Pool(pid: 1))])]);
        for (var look = 1; look < 10; look++)
        {
            var at = look;
            _ledger.Add([Rows.Look(2 * look, [Rows.Row(1, Rows.Pool(pid: 1)), .. Enumerable.Range(2, look).Select(id => Rows.Row(id, Rows.Pool(pid: id), idle: 2 * at, age: 2 * at))])]);
        }

        var byApplication = new HolderLedger(Grouping.App, Filter.None);
        byApplication.Add([Rows.Look(0, [Rows.Row(1, Rows.Pool(pid: 1))])]);
        for (var look = 1; look < 10; look++)
        {
            byApplication.Add([Rows.Look(2 * look, [Rows.Row(1, Rows.Pool(pid: 1)), .. Enumerable.Range(2, look).Select(id => Rows.Row(id, Rows.Pool(pid: id), idle: 20, age: 20))])]);
        }

        Assert.Equal(Verdict.Steady, byApplication.Judge(byApplication.Holders.Single()).Verdict);
    }

    [Fact]
    public void OpeningAndClosingAllTheTime_IsChurn()
    {
        for (var look = 0; look < 8; look++)
        {
            _ledger.Add([Rows.Look(2 * look, Enumerable.Range(1 + (4 * look), 4).Select(id => Rows.Row(id, "a", age: 1)))]);
        }

        Assert.Equal("churning: 2.0 opened/s, median life 1 s", _ledger.Judge(Holder("a")).ToString());
    }

    [Fact]
    public void OldConnectionsThatLogInAgainAndAgain_AreTold()
    {
        for (var look = 0; look < 5; look++)
        {
            _ledger.Add([Rows.Look(2 * look, [Rows.Row(1, "a", age: 1000, command: "hello"), Rows.Row(2, "b", age: 1000)], accepted: 5, handshakes: 10 * look)]);
        }

        Assert.Equal(Verdict.Rehandshaking, _ledger.Judge(Holder("a")).Verdict);
        Assert.Equal(Verdict.Steady, _ledger.Judge(Holder("b")).Verdict);
    }

    [Fact]
    public void NewNameForEachConnection_DoesNotFillTheMemory()
    {
        for (var look = 0; look < 20; look++)
        {
            var first = 1 + (1000 * look);
            _ledger.Add([Rows.Look(60 * look, Enumerable.Range(first, 1000).Select(static id => Rows.Row(id, $"n{id}")))]);
        }

        Assert.InRange(_ledger.Holders.Count, 1000, 7000);
    }

    private HolderHistory Holder(string name) => _ledger.Holders.Single(holder => holder.Key.Holder == name);
}
