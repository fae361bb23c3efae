using RedisGuard.Pool.Connections;
using RedisGuard.Pool.Tests.Doubles;

namespace RedisGuard.Pool.Tests.Connections;

/// <summary>Words for whoever is called at three in the morning.</summary>
public sealed class ExhaustionPictureTests
{
    [Theory]
    [InlineData(RedisExhaustionCause.Leak, "This looks like a leak: the leases below are held and not used. Return them with await using.")]
    [InlineData(RedisExhaustionCause.SlowServer, "This looks like a slow server, or blocking commands: most leases wait for a reply.")]
    [InlineData(RedisExhaustionCause.ConnectStorm, "This looks like a connect storm: most connections are still being opened.")]
    [InlineData(RedisExhaustionCause.Load, "This looks like load: share the connection (GetDatabase) where exclusive use isn't needed, or raise MaxConnections.")]
    public void Cause_HasItsAdvice(RedisExhaustionCause cause, string advice)
    {
        var picture = new ExhaustionPicture(PoolPictures.Of(), cause);

        Assert.EndsWith($" {advice}", picture.Describe("what"), StringComparison.Ordinal);
        Assert.Equal(cause, picture.LikelyCause);
    }

    [Fact]
    public void States_AreCounted_TheMostFirst()
    {
        var snapshot = PoolPictures.Of(
        [
            .. PoolPictures.Connections(1, RedisConnectionState.Closing), .. PoolPictures.Connections(2, RedisConnectionState.Idle), .. PoolPictures.Connections(6, RedisConnectionState.Leased),
            .. PoolPictures.Connections(3, RedisConnectionState.Connecting), .. PoolPictures.Connections(5, RedisConnectionState.Shared), .. PoolPictures.Connections(4, RedisConnectionState.Subscribed),
        ]);

        Assert.Contains(
            ": none. Limit 12 (MaxConnections): 6 leased, 5 shared, 4 subscribed, 3 connecting, 2 idle, 1 closing; 4 waiting. This",
            new ExhaustionPicture(snapshot, RedisExhaustionCause.Load).Describe("none"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Holders_AreToldByTheirLines_TheFirstFive()
    {
        var snapshot = PoolPictures.Of(
            leases: [.. Enumerable.Range(1, 6).SelectMany(static line => Enumerable.Range(0, line).Select(held => PoolPictures.Lease(line, held)))],
            leaks: [.. Enumerable.Range(1, 6).Select(static line => PoolPictures.Leak(line, 10 * line))]);

        var lines = new ExhaustionPicture(snapshot, RedisExhaustionCause.Load).Describe("none").Split(Environment.NewLine);

        Assert.Equal(
            ["6 held since 5.0 s", "5 held since 4.0 s", "4 held since 3.0 s", "3 held since 2.0 s", "2 held since 1.0 s"],
            lines[1..6].Select(static line => line[2..].Split(" at most")[0]));
        Assert.EndsWith(" at most, rented at Jobs.cs:6 (Run)", lines[1], StringComparison.Ordinal);
        Assert.Equal(Enumerable.Range(1, 5).Select(static line => $"  {10 * line} leaked before, acquired at Jobs.cs:{line} (Run)"), lines[6..]);
    }
}
