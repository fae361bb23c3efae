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

        Assert.Equal(RedisHealth.Unknown, _judge.Now.State);
        Assert.False(_judge.IsSuspicious);
    }

    [Fact]
    public void ThreeFailures_MakeUnhealthy_AndTwoSuccessesHealthy()
    {
        Assert.Equal(RedisHealth.Healthy, Record(Good)!.Health.State);
        Assert.Null(Record(Bad));
        Assert.Equal(RedisHealth.Degraded, _judge.Now.State);
        Assert.Null(Record(Bad));
        _time.Advance(TimeSpan.FromSeconds(6));
        var down = Record(Bad)!;
        Assert.Equal((RedisHealth.Healthy, RedisHealth.Unhealthy, 3L), (down.Previous, down.Health.State, down.Failures));
        Assert.Equal("a PING had no reply within 5 s", down.Health.LastFailure);

        _time.Advance(TimeSpan.FromSeconds(40));
        Assert.Null(Record(Bad));
        Assert.Null(Record(Good));
        Assert.Equal(RedisHealth.Unhealthy, _judge.Now.State);
        var up = Record(Good)!;

        Assert.Equal((RedisHealth.Unhealthy, RedisHealth.Healthy, 4L), (up.Previous, up.Health.State, up.Failures));
        Assert.Equal(TimeSpan.FromSeconds(40), up.Lasted);
        Assert.Equal((RedisHealth.Healthy, 0L), (_judge.Now.State, _judge.Now.Failures));
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

        Assert.Equal(RedisHealth.Degraded, _judge.Now.State);
        Assert.True(_judge.IsSuspicious);
        Record(Good, Good);
        Assert.Equal(RedisHealth.Healthy, _judge.Now.State);
    }

    [Fact]
    public void WhatIsKnownAlready_CountsAsNothingNew()
    {
        Record(Bad);
        Record(Bad);
        Record(Bad);

        Assert.Null(Record(Known));
        Assert.Null(Record(Known));
        Assert.Equal(RedisHealth.Unhealthy, _judge.Now.State);
    }

    private RedisHealthChangedEventArgs? Record(params ProbeResult[] looks) => _judge.Record(looks);
}
