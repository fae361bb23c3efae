using RedisGuard.Analyzers.Dataflow;
using RedisGuard.Analyzers.Model;

namespace RedisGuard.Analyzers.Tests.Dataflow;

/// <summary>Stores: into a variable a value is followed, into anything else it escapes.</summary>
public class AssignmentEvaluatorTests
{
    [Theory]
    [InlineData("var c = [|Connect(\"a\")|]; c.Dispose();", "Released")]
    [InlineData("var c = [|Connect(\"a\")|]; var d = c; d.Dispose();", "Released")]
    [InlineData("ConnectionMultiplexer? c = null; c ??= [|Connect(\"a\")|]; c.Dispose();", "Released")]
    [InlineData("object c = (object)[|Connect(\"a\")|]; ((IDisposable)c).Dispose();", "Released")]
    [InlineData("given = [|Connect(\"a\")|]; given.Dispose();", "Released")]
    [InlineData("var c = [|Connect(\"a\")|]; c = null; c?.Dispose();", "Open")]
    [InlineData("(given, _m) = ([|Connect(\"a\")|], null); given.Dispose();", "Released")]
    [InlineData("(var c, var d) = (given, [|Connect(\"a\")|]); d.Dispose();", "Released")]
    [InlineData("(var c, var d) = (given, [|Connect(\"a\")|]); c?.Dispose();", "Open")]
    [InlineData("var (c, d) = ([|Connect(\"a\")|], n); c.Dispose();", "Released")]
    [InlineData("void Local() { ConnectionMultiplexer? c = null; c = [|Connect(\"a\")|]; c.Dispose(); } Local();", "Released")]
    public void InAVariable_ItIsFollowed(string body, string fate) => Assert.Equal(fate, new FlowRun(body).Fate);

    [Theory]
    [InlineData("_m = [|Connect(\"a\")|];", "Escaped, Member Owner")]
    [InlineData("(_m, given) = ([|Connect(\"a\")|], null);", "Escaped, Member Owner")]
    [InlineData("Holder.S = [|Connect(\"a\")|];", "Escaped, Member Owner")]
    [InlineData("var h = new Holder(); Take(h); h.C = [|Connect(\"a\")|];", "Escaped, Member Owner")]
    [InlineData("var h = new Holder(); var c = [|Connect(\"a\")|]; h.D = c.GetDatabase();", "Escaped, Member View")]
    [InlineData("_list[0] = [|Connect(\"a\")|];", "Escaped, Member Owner")]
    [InlineData("_all[0] = [|Connect(\"a\")|];", "Escaped, Container Owner")]
    [InlineData("ref ConnectionMultiplexer? c = ref _m; c = [|Connect(\"a\")|];", "Escaped, Container Owner")]
    [InlineData("void Local(out object o) { o = [|Connect(\"a\")|]; } Local(out _);", "Escaped, Out Owner")]
    [InlineData("void Local(ref object o) { o = [|Connect(\"a\")|]; } object p = n; Local(ref p);", "Escaped, Container Owner")]
    [InlineData("ConnectionMultiplexer? c = null; void Local() { c = [|Connect(\"a\")|]; } Local();", "Escaped, Container Owner")]
    [InlineData("Action a = () => { given = [|Connect(\"a\")|]; }; a();", "Escaped, Container Owner")]
    public void AnywhereElse_ItEscapes(string body, string fate) => Assert.Equal(fate, new FlowRun(body).Fate);

    [Theory]
    [InlineData("var list = new List<object> { n }; list[0] = [|Connect(\"a\")|];", "Open", "list")]
    [InlineData("var list = new List<object> { [|Connect(\"a\")|] };", "Open", "list")]
    [InlineData("var map = new Dictionary<int, object>(); map[n] = [|ConnectAsync(\"a\")|];", "Open", "map")]
    [InlineData("var map = new Dictionary<int, object> { [n] = [|Connect(\"a\")|] };", "Open", "map")]
    [InlineData("var all = new object[1]; all[0] = [|Connect(\"a\")|];", "Open", "all")]
    [InlineData("var all = new object[1]; all[0] = flag ? [|Connect(\"a\")|] : n;", "Absent or Open", "all")]
    [InlineData("var all = new object[1]; all[0] = [|Connect(\"a\")|]; foreach (var each in all) { ((IDisposable)each).Dispose(); }", "Absent or Released", "all")]
    [InlineData("var all = new object[1]; Take(all); all[0] = [|Connect(\"a\")|];", "Escaped, Container Owner", null)]
    public void InACollectionOfItsOwn_ItStaysInThisCode(string body, string fate, string? holder)
    {
        var run = new FlowRun(body);

        Assert.Equal(fate, run.Fate);
        Assert.Equal(holder is not null, run.Of.IsKept);
        Assert.Equal(holder, run.Of.Holder?.Name);
    }

    [Theory]
    [InlineData("var h = new Holder(); h.C = [|Connect(\"a\")|]; h.C.Dispose();", "Open", "h")]
    [InlineData("var h = new Holder { C = [|Connect(\"a\")|] }; h.C.Dispose();", "Open", "h")]
    public void InAnObjectOfItsOwn_ItStaysInThisCode(string body, string fate, string? holder)
    {
        var run = new FlowRun(body);

        Assert.Equal(fate, run.Fate);
        Assert.Equal(holder, run.Of.Holder?.Name);
    }

    [Fact]
    public void AnObjectKeepsConnectionsAlone()
        => Assert.Equal("Escaped, Member Owner", new FlowRun("var h = new Holder(); h.B = [|db.CreateBatch()|];", ResourceKind.Batch).Fate);

    [Theory]
    [InlineData("_list[[|Connect(\"a\")|].GetHashCode()] = n;")]
    [InlineData("_all[[|Connect(\"a\")|].GetHashCode()] = null;")]
    [InlineData("Slot([|Connect(\"a\")|].GetHashCode()) = n;")]
    [InlineData("var list = new List<object>(); list[[|Connect(\"a\")|].GetHashCode()] = Connect(\"b\");")]
    [InlineData("var map = new Dictionary<int, Task>(); map[[|db.CreateBatch()|].GetHashCode()] = Task.CompletedTask;", (int)ResourceKind.Batch)]
    public void WhatStandsInTheTarget_IsEvaluatedToo(string body, int kind = (int)ResourceKind.Connection)
        => Assert.True(new FlowRun(body, (ResourceKind)kind).Of.ExitStatus.MayBeOpen());

    [Fact]
    public void PartsOfATuple_AreTheConnectionAndItsViews()
    {
        var run = new FlowRun("var (c, d) = [|Both()|]; d.Ping();");

        Assert.Equal("Open", run.Fate);
        Assert.Equal("c", run.Of.Holder?.Name);
        Assert.Equal(AliasKind.View, Assert.Single(run.Of.Uses, use => use.Member?.Name == "Ping").Alias);
    }

    [Theory]
    [InlineData("var map = new Dictionary<int, ConnectionMultiplexer>(); map[n] = [|Connect(\"a\")|]; foreach (var (_, c) in map) { c.Dispose(); }", "Released")]
    [InlineData("var pair = new KeyValuePair<int, object>(n, [|Connect(\"a\")|]); var (_, c) = pair; ((IDisposable)c).Dispose();", "Escaped, Argument Owner, Container View")]
    public void EntriesOfACollection_AreItsConnections(string body, string fate) => Assert.Equal(fate, new FlowRun(body).Fate);

    [Theory]
    [InlineData("if ([|Connect(\"a\")|] is { } c) { c.Dispose(); }")]
    [InlineData("if ([|Connect(\"a\")|] is ConnectionMultiplexer c) { c.Dispose(); }")]
    [InlineData("if ([|Connect(\"a\")|] is not { } c) { throw new Exception(); } c.Dispose();")]
    public void APattern_BindsItsVariable(string body)
    {
        var run = new FlowRun(body);

        Assert.Equal("Absent or Released", run.Fate);
        Assert.Equal("c", run.Of.Holder?.Name);
    }

    [Theory]
    [InlineData("_ = [|Connect(\"a\")|];", true)]
    [InlineData("[|Connect(\"a\")|];", true)]
    [InlineData("var c = [|Connect(\"a\")|]; _ = c;", false)]
    [InlineData("_m = [|Connect(\"a\")|];", false)]
    public void ADiscard_ThrowsItAway(string body, bool discarded) => Assert.Equal(discarded, new FlowRun(body).Of.IsDiscarded);

    [Theory]
    [InlineData("var map = new Dictionary<int, Task>(); var b = [|db.CreateBatch()|]; map[1] = b.StringGetAsync(\"k\"); await map[1]; b.Execute();")]
    [InlineData("var all = new Task[1]; var b = [|db.CreateBatch()|]; all[0] = b.StringGetAsync(\"k\"); await all[0]; b.Execute();")]
    [InlineData("var map = new Dictionary<int, Task>(); var b = [|db.CreateBatch()|]; map[1] = b.StringGetAsync(\"k\"); foreach (var (_, t) in map) { await t; } b.Execute();")]
    [InlineData("var b = [|db.CreateBatch()|]; var (_, t) = (1, b.StringGetAsync(\"k\")); await t; b.Execute();")]
    [InlineData("var b = [|db.CreateBatch()|]; var list = new List<Task> { b.StringGetAsync(\"k\") }; await list[0]; b.Execute();")]
    [InlineData("var b = [|db.CreateBatch()|]; object list = new List<Task>(); ((List<Task>)list).Add(b.StringGetAsync(\"k\")); await ((List<Task>)list)[0]; b.Execute();")]
    [InlineData("var list = new List<Task>(); var b = [|db.CreateBatch()|]; list.Add(b.StringGetAsync(\"k\")); await list[0]; b.Execute();")]
    public void AnAnswerIsFollowedThroughWhatItIsPutInto(string body)
    {
        Use wait = Assert.Single(new FlowRun(body, ResourceKind.Batch).Of.Uses, use => use.Kind == UseKind.Wait);
        Assert.Equal((AliasKind.Pending, ObligationStatus.Open), (wait.Alias, wait.Status));
    }

    [Fact]
    public void AnAnswerIsNotFollowedIntoAnythingElse()
        => Assert.DoesNotContain(new FlowRun("var h = new Holder(); var b = [|db.CreateBatch()|]; h[1] = b.StringGetAsync(\"k\"); await h[1]; b.Execute();", ResourceKind.Batch).Of.Uses, use => use.Kind == UseKind.Wait);
}
