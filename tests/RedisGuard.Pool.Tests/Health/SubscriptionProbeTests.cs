using RedisGuard.Pool.Health;

namespace RedisGuard.Pool.Tests.Health;

public sealed class SubscriptionProbeTests
{
    private readonly SubscriptionProbe _probe;
    private bool _isDeaf;

    public SubscriptionProbeTests() => _probe = new SubscriptionProbe(() => _isDeaf);

    [Fact]
    public void DeafAtTwoLooks_IsAFailure_UntilItHears()
    {
        _isDeaf = true;
        Assert.Equal(ProbeOutcome.Absent, Look());
        Assert.Equal(ProbeOutcome.Silent, Look());
        Assert.Equal(ProbeOutcome.Silent, Look());

        _isDeaf = false;
        Assert.Equal(ProbeOutcome.Absent, Look());

        _isDeaf = true;
        Assert.Equal(ProbeOutcome.Absent, Look());
    }

    [Fact]
    public void Hearing_SaysNothingOfTheSharedConnections() => Assert.Equal(ProbeOutcome.Absent, Look());

    [Fact]
    public void WithoutSharedConnections_SaysThatItIsOver()
    {
        Assert.Equal(ProbeOutcome.Absent, Look(isAlone: true));
        _isDeaf = true;
        Look(isAlone: true);
        Assert.Equal(ProbeOutcome.Silent, Look(isAlone: true));

        _isDeaf = false;
        Assert.Equal(ProbeOutcome.Answered, Look(isAlone: true));
    }

    private ProbeOutcome Look(bool isAlone = false) => _probe.Look(isAlone).Outcome;
}
