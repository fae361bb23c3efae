using Microsoft.Extensions.Time.Testing;
using RedisGuard.Pool.Health;

namespace RedisGuard.Pool.Tests.Health;

public sealed class HealthJudgeTests
{
    private static readonly ProbeResult Good = new(ProbeOutcome.Answered, Latency: TimeSpan.FromMilliseconds(2));
    private static readonly ProbeResult Known = new(ProbeOutcome.Known);
    private static readonly ProbeResult Bad = new(ProbeOutcome.Silent, "a PING had no reply within 5 s");
    private static readonly ProbeResult Absent = new(ProbeOutcome.Absent);

    private readonly FakeTimeProvider _time = new();
    private readonly HealthJudge _judge;

    public HealthJudgeTests() => _judge = new HealthJudge(_time);

    [Fact]
    public void NothingSeen_IsUnknown()
    {
        Assert.Null(Record(Absent));

        Assert.Equal(RedisHealthState.Unknown, _judge.Now.State);
        Assert.False(_judge.IsSuspicious);
    }

    [Fact]
    public void ThreeFailures_MakeUnhealthy_AndTwoSuccessesHealthy()
    {
        Assert.Equal(RedisHealthState.Healthy, Record(Good)!.Health.State);
        Assert.Null(Record(Bad));
        Assert.Equal(RedisHealthState.Degraded, _judge.Now.State);
        Assert.Null(Record(Bad));
        _time.Advance(TimeSpan.FromSeconds(6));
        var down = Record(Bad)!;
        Assert.Equal((RedisHealthState.Healthy, RedisHealthState.Unhealthy, 3L), (down.Previous, down.Health.State, down.Failures));
        Assert.Equal("a PING had no reply within 5 s", down.Health.LastFailure);

        _time.Advance(TimeSpan.FromSeconds(40));
        Assert.Null(Record(Bad));
        Assert.Null(Record(Good));
        Assert.Equal(RedisHealthState.Unhealthy, _judge.Now.State);
        var up = Record(Good)!;

        Assert.Equal((RedisHealthState.Unhealthy, RedisHealthState.Healthy, 4L), (up.Previous, up.Health.State, up.Failures));
        Assert.Equal(TimeSpan.FromSeconds(40), up.PreviousDuration);
        Assert.Equal((RedisHealthState.Healthy, 0L), (_judge.Now.State, _judge.Now.Failures));
        Assert.False(_judge.IsSuspicious);
    }

    [Fact]
    public void FlappingBetweenOneAndTheOther_ChangesNothing()
    {
        Record(Good);
        for (var i = 0; i < 100; i++)
        {
            Assert.Null(Record(Bad));
            Assert.Null(Record(Bad));
            Assert.Null(Record(Good));
        }
    }

    [Fact]
    public void SuccessAndFailureInTurn_DoNotBringItBack()
    {
        Assert.Null(Record(Bad));
        Assert.Null(Record(Bad));
        Assert.NotNull(Record(Bad));
        for (var i = 0; i < 100; i++)
        {
            Assert.Null(Record(Good));
            Assert.Null(Record(Bad));
        }

        Assert.Equal(103, _judge.Now.Failures);
    }

    [Fact]
    public void OneOfTwoConnectionsDead_IsDegraded_NeverUnhealthy()
    {
        Record(Good, Good);
        for (var i = 0; i < 10; i++)
        {
            Assert.Null(Record(Known, Bad));
        }

        Assert.Equal(RedisHealthState.Degraded, _judge.Now.State);
        Assert.True(_judge.IsSuspicious);
        Record(Good, Good);
        Assert.Equal(RedisHealthState.Healthy, _judge.Now.State);
    }

    [Fact]
    public void WhatIsKnownAlready_CountsAsNothingNew()
    {
        Record(Bad);
        Record(Bad);
        Record(Bad);

        Assert.Null(Record(Known));
        Assert.Null(Record(Known));
        Assert.Equal(RedisHealthState.Unhealthy, _judge.Now.State);
    }

    private RedisHealthChangedEventArgs? Record(params ProbeResult[] looks) => _judge.Record(looks);
}
