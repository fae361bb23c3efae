using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RedisGuard.Analyzers.Dataflow;
using RedisGuard.Analyzers.Model;
using static RedisGuard.Analyzers.Dataflow.ObligationStatus;

namespace RedisGuard.Analyzers.Tests.Dataflow;

/// <summary>Tests what opens an obligation, fills it, releases it or lets it go.</summary>
public class TransitionsTests
{
    private static readonly FlowCode s_code = new("first.ToString(); second.ToString();");
    private static readonly SyntaxNode s_place = s_code.Nodes(SyntaxKind.InvocationExpression)[0];
    private static readonly SyntaxNode s_elsewhere = s_code.Nodes(SyntaxKind.InvocationExpression)[1];

    private readonly ObligationTable _obligations = new();
    private readonly Obligation _obligation;

    public TransitionsTests() => _obligation = _obligations.GetOrAdd(s_place);

    [Theory]
    [InlineData((int)ResourceKind.Connection, "var r = [|Connect(\"a\")|]; r.ToString();", "Open", (int)AliasKind.Owner)]
    [InlineData((int)ResourceKind.Connection, "var r = [|ConnectAsync(\"a\")|]; _ = r;", "Open", (int)AliasKind.Task)]
    [InlineData((int)ResourceKind.Batch, "var r = [|db.CreateBatch()|]; r.ToString();", "Empty", (int)AliasKind.Owner)]
    [InlineData((int)ResourceKind.Lock, "var r = [|db.LockTake(\"k\", \"t\", default)|]; _ = r;", "Absent or Open", (int)AliasKind.Answer)]
    [InlineData((int)ResourceKind.Lock, "var r = [|db.LockTakeAsync(\"k\", \"t\", default)|]; _ = r;", "Absent or Open", (int)AliasKind.Task)]
    public void Acquiring_OpensAnObligation(int kind, string body, string status, int alias)
    {
        var run = new FlowRun(body, (ResourceKind)kind);

        Assert.Equal(status, run.Of.ExitStatus.ToString().Replace(", ", " or ", StringComparison.Ordinal));
        Assert.Equal((AliasKind)alias, run.Of.Uses.First().Alias);
    }

    [Fact]
    public void AFactory_OpensWhenItIsRun_SurelyOrPerhaps()
    {
        Transitions transitions = Of(ResourceKind.Connection);
        PointsTo factory = transitions.Offer(s_elsewhere, null);
        var state = new FlowState();
        Assert.Equal(PointsTo.Of(1, AliasKind.Factory), factory);

        Assert.Equal(PointsTo.Of(1, AliasKind.Task), transitions.RunFactories(state, factory.Union(PointsTo.Of(0, AliasKind.Owner)), AliasKind.Task, surely: false));
        Assert.Equal((Absent, Open | Absent), (state[0], state[1]));

        Assert.Equal(PointsTo.Of(1, AliasKind.Owner), transitions.RunFactories(state, factory, AliasKind.Owner, surely: true));
        Assert.Equal(Open, state[1]);
        Assert.Empty(_obligations[1].Leaks);

        transitions.RunFactories(state, factory, AliasKind.Owner, surely: false);
        Assert.Empty(_obligations[1].Leaks);

        state[1] = Open;
        transitions.RunFactories(state, factory, AliasKind.Owner, surely: true);
        Assert.Equal([LeakKind.NextTurn], _obligations[1].Leaks);
    }

    [Fact]
    public void WhatACallPutsOut_IsThereOrNot()
    {
        var state = new FlowState();

        Assert.Equal(PointsTo.Of(1, AliasKind.Owner), Of(ResourceKind.Connection).AcquireOut(state, s_elsewhere, null!));
        Assert.Equal(Open | Absent, state[1]);
    }

    public static TheoryData<int, int, int, int, bool> Escapes => new()
    {
        // what leaves, how, of which resource; what becomes of it, whether it is written down
        { (int)AliasKind.Owner, (int)EscapeKind.Argument, (int)ResourceKind.Connection, (int)Escaped, true },
        { (int)AliasKind.Task, (int)EscapeKind.Return, (int)ResourceKind.Connection, (int)Escaped, true },
        { (int)AliasKind.Keeper, (int)EscapeKind.Member, (int)ResourceKind.Connection, (int)Escaped, true },
        { (int)AliasKind.View, (int)EscapeKind.Return, (int)ResourceKind.Connection, (int)Open, true },
        { (int)AliasKind.View, (int)EscapeKind.Member, (int)ResourceKind.Connection, (int)Escaped, true },
        { (int)AliasKind.View, (int)EscapeKind.Member, (int)ResourceKind.PooledReply, (int)Open, true },
        { (int)AliasKind.Pending, (int)EscapeKind.Return, (int)ResourceKind.Connection, (int)Open, true },
        { (int)AliasKind.Pending, (int)EscapeKind.Member, (int)ResourceKind.Connection, (int)Open, true },
        { (int)AliasKind.Pending, (int)EscapeKind.Argument, (int)ResourceKind.Connection, (int)Open, false },
        { (int)AliasKind.Winner, (int)EscapeKind.Return, (int)ResourceKind.Connection, (int)Open, false },
        { (int)AliasKind.Factory, (int)EscapeKind.Return, (int)ResourceKind.Connection, (int)Open, false },
        { (int)AliasKind.Refusal, (int)EscapeKind.Return, (int)ResourceKind.Lock, (int)Open, false },
        { (int)AliasKind.Answer, (int)EscapeKind.Return, (int)ResourceKind.Lock, (int)Escaped, true },
        { (int)AliasKind.Answer, (int)EscapeKind.Argument, (int)ResourceKind.Lock, (int)Open, false },
    };

    [Theory]
    [MemberData(nameof(Escapes))]
    public void WhatGoesElsewhere_IsEscaped(int alias, int escape, int kind, int status, bool written)
    {
        var state = new FlowState { [0] = Open };
        Of((ResourceKind)kind).Escape(state, PointsTo.Of(0, (AliasKind)alias), (EscapeKind)escape, s_place);

        Assert.Equal((ObligationStatus)status, state[0]);
        Assert.Equal(written, _obligation.Escapes.Count == 1);
        Assert.Equal((EscapeKind)escape is EscapeKind.Return or EscapeKind.Member, _obligation.Uses.Any(use => use.Kind == UseKind.Leave));
    }

    [Fact]
    public void EachOfSeveral_IsJudgedByItself()
    {
        _obligations.GetOrAdd(s_elsewhere);
        var state = new FlowState { [0] = Open, [1] = Open };
        Of(ResourceKind.Connection).Escape(state, PointsTo.Of(0, AliasKind.Winner).Union(PointsTo.Of(1, AliasKind.Owner)), EscapeKind.Argument, s_place);

        Assert.Equal((Open, Escaped), (state[0], state[1]));
    }

    [Fact]
    public void WhatWasReleasedBefore_StaysSo_WhenItEscapes()
    {
        var state = new FlowState { [0] = Open | OpenByException | Released | Absent };
        Of(ResourceKind.Connection).Escape(state, PointsTo.Of(0, AliasKind.Owner), EscapeKind.Argument, s_place);

        Assert.Equal(Escaped | Released | Absent, state[0]);
    }

    [Fact]
    public void AnAnswerOfALockThatIsNotHeld_TellsNobodyOfIt()
    {
        var state = new FlowState { [0] = Released };
        Transitions transitions = Of(ResourceKind.Lock);

        transitions.Escape(state, PointsTo.Of(0, AliasKind.Answer), EscapeKind.Return, s_place);
        Assert.Equal(Released, state[0]);

        state[0] = InDoubt;
        transitions.Escape(state, PointsTo.Of(0, AliasKind.Answer), EscapeKind.Return, s_place);
        Assert.Equal(Escaped, state[0]);
    }

    [Theory]
    [InlineData((int)AliasKind.Owner, true)]
    [InlineData((int)AliasKind.Task, true)]
    [InlineData((int)AliasKind.Collection, true)]
    [InlineData((int)AliasKind.Answer, true)]
    [InlineData((int)AliasKind.View, false)]
    [InlineData((int)AliasKind.Keeper, false)]
    [InlineData((int)AliasKind.Pending, false)]
    [InlineData((int)AliasKind.Enumerator, false)]
    [InlineData((int)AliasKind.Winner, false)]
    [InlineData((int)AliasKind.Factory, false)]
    public void WhatStandsForTheResource_ReleasesIt(int alias, bool released)
    {
        _obligations.GetOrAdd(s_elsewhere);
        var state = new FlowState { [0] = Open | Absent, [1] = Open };
        Of(ResourceKind.Connection).Release(state, PointsTo.Of(0, (AliasKind)alias).Union(PointsTo.Of(1, AliasKind.Owner)), s_place);

        Assert.Equal(released ? Released : Open | Absent, state[0]);
        Assert.Equal(released ? 1 : 0, _obligation.Releases.Count);
        Assert.Equal(Released, state[1]);
    }

    [Theory]
    [InlineData((int)Empty, (int)Open)]
    [InlineData((int)Open, (int)Open)]
    [InlineData((int)Released, (int)Reopened)]
    [InlineData((int)(Released | Empty), (int)(Reopened | Open))]
    [InlineData((int)Absent, (int)Absent)]
    public void ACommand_FillsWhatWasEmptyOrSent(int before, int after)
    {
        var state = new FlowState { [0] = (ObligationStatus)before, [1] = Empty };
        Transitions.Fill(state, PointsTo.Of(1, AliasKind.View).Union(PointsTo.Of(0, AliasKind.Owner)));

        Assert.Equal(((ObligationStatus)after, Empty), (state[0], state[1]));
    }

    [Theory]
    [InlineData((int)Empty, (int)(Empty | Open))]
    [InlineData((int)Released, (int)Released)]
    [InlineData((int)(Empty | Released), (int)(Empty | Released))]
    public void ACommandForEach_FillsItPerhaps(int before, int after)
    {
        var state = new FlowState { [0] = (ObligationStatus)before };
        Transitions.MayFill(state, PointsTo.Of(0, AliasKind.Owner));

        Assert.Equal((ObligationStatus)after, state[0]);
    }

    [Theory]
    [InlineData((int)ResourceKind.Connection, "var c = Connect(\"a\"); c = [|Connect(\"b\")|]; c.Dispose();", "c")]
    [InlineData((int)ResourceKind.Connection, "var c = Connect(\"a\"); var d = [|Connect(\"b\")|]; c.Dispose(); d.Dispose();", null)]
    [InlineData((int)ResourceKind.Batch, "var c = db.CreateBatch(); c = [|db.CreateBatch()|]; c.Execute();", null)]
    public void AVariableThatGetsAnother_LosesTheOneBefore(int kind, string body, string? replaced)
        => Assert.Equal(replaced, new FlowRun(body, (ResourceKind)kind).Of.Replaced?.Name);

    private Transitions Of(ResourceKind kind) => new(FlowRun.Context(kind), _obligations, new Evidence(_obligations) { IsRecording = true });
}
