using RedisGuard.Pool.Resilience;
using RedisGuard.Pool.Tests.Doubles;

namespace RedisGuard.Pool.Tests.Resilience;

public sealed class FaultClassifierTests
{
    [Fact]
    public void UsersWord_Counts()
    {
        var classifier = new FaultClassifier(static _ => RedisCircuitResult.Success, static failure => Assert.Fail(failure.Message));

        Assert.Equal(RedisCircuitResult.Success, classifier.Of(RedisExceptions.Lost()));
    }

    [Fact]
    public void DelegateThatThrows_IsToldOnce_AndThePoolJudges()
    {
        var told = new List<string>();
        var classifier = new FaultClassifier(static _ => throw new InvalidOperationException("users"), failure => told.Add(failure.Message));

        Assert.Equal(RedisCircuitResult.ConnectionFault, classifier.Of(RedisExceptions.Lost()));
        Assert.Equal(["users"], told);
        Assert.Equal(RedisCircuitResult.Failure, classifier.Of(RedisExceptions.Slow()));
        Assert.Equal(["users"], told);
    }
}
