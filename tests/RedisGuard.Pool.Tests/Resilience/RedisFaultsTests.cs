using System.Net.Sockets;
using RedisGuard.Pool.Resilience;
using RedisGuard.Pool.Tests.Doubles;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests.Resilience;

public sealed class RedisFaultsTests
{
    [Theory]
    [InlineData("It was not possible to connect; to be continued, mc: 1/1/0", "It was not possible to connect")]
    [InlineData("No answer.\r\nmc: 1/1/0", "No answer")]
    [InlineData("ERR bad configuration 'localhost,password=hunter2'", "ERR bad configuration 'localhost,password=*****")]
    [InlineData("", "")]
    [InlineData("; mc: 1/1/0", "")]
    public void Brief_IsWhatSomebodyMayRead(string message, string expected) =>
        Assert.Equal(expected, RedisFaults.Brief(RedisExceptions.Answer(message)));

    [Theory]
    [InlineData("LOADING Redis is loading the dataset in memory")]
    [InlineData("MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.")]
    [InlineData("CLUSTERDOWN The cluster is down")]
    [InlineData("READONLY You can't write against a read only replica.")]
    [InlineData("TRYAGAIN Multiple keys request during rehashing of slot")]
    [InlineData("LOADING")]
    public void ServerThatCannotServe_Fails_AndHasAppliedNothing(string message)
    {
        Assert.Equal(RedisCircuitResult.Failure, RedisFaults.Classify(RedisExceptions.Answer(message)));
        Assert.True(RedisFaults.IsKnownNotApplied(RedisExceptions.Answer(message)));
    }

    [Theory]
    [InlineData("WRONGTYPE Operation against a key holding the wrong kind of value")]
    [InlineData("ERR LOADING is no such command")]
    [InlineData("LOADINGS")]
    [InlineData("loading")]
    [InlineData("")]
    public void OtherErrorsOfTheServer_AreAnswers(string message)
    {
        Assert.Equal(RedisCircuitResult.Success, RedisFaults.Classify(RedisExceptions.Answer(message)));
        Assert.False(RedisFaults.IsKnownNotApplied(RedisExceptions.Answer(message)));
    }

    public static TheoryData<RedisCircuitResult, Exception> Others => new()
    {
        { RedisCircuitResult.ConnectionFault, Circuit.Lost() },
        { RedisCircuitResult.ConnectionFault, new SocketException(104) },
        { RedisCircuitResult.ConnectionFault, new EndOfStreamException() },
        { RedisCircuitResult.Failure, Circuit.Slow() },
        { RedisCircuitResult.Failure, new TimeoutException() },
        { RedisCircuitResult.Neutral, new TaskCanceledException() },
        { RedisCircuitResult.Neutral, new RedisPoolExhaustedException() },
        { RedisCircuitResult.Neutral, new RedisCircuitOpenException() },
        { RedisCircuitResult.Neutral, new RedisCommandException("not on this server") },
        { RedisCircuitResult.Neutral, new ObjectDisposedException("it") },
    };

    [Theory]
    [MemberData(nameof(Others))]
    public void Exceptions_AreClassified(RedisCircuitResult expected, Exception exception) => Assert.Equal(expected, RedisFaults.Classify(exception));

    [Fact]
    public void RedisAndTheWayThere_AreNotTheCallersOwn()
    {
        Exception[] redis = [RedisExceptions.Answer("ERR"), Circuit.Lost(), Circuit.Slow(), new RedisCommandException("no"), new TimeoutException(), new SocketException(104), new EndOfStreamException()];
        Exception[] own = [new InvalidOperationException(), new TaskCanceledException(), new ObjectDisposedException("it"), new ArgumentException("it")];

        Assert.All(redis, static fault => Assert.True(RedisFaults.IsRedis(fault)));
        Assert.All(own, static fault => Assert.False(RedisFaults.IsRedis(fault)));
        Assert.False(RedisFaults.IsKnownNotApplied(new EndOfStreamException()));
    }

    [Theory]
    [InlineData(CommandStatus.WaitingToBeSent, true)]
    [InlineData(CommandStatus.WaitingInBacklog, true)]
    [InlineData(CommandStatus.Sent, false)]
    [InlineData(CommandStatus.Unknown, false)]
    public void OnlyWhatNeverLeftTheClient_IsKnownNotApplied(CommandStatus status, bool expected)
    {
        Assert.Equal(expected, RedisFaults.IsKnownNotApplied(RedisExceptions.Slow(status)));
        Assert.Equal(expected, RedisFaults.IsKnownNotApplied(RedisExceptions.Lost(status)));
    }
}
