using NSubstitute;
using RedisGuard.Pool.Tests.Doubles;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests.Subscriptions;

/// <summary>A library that neither answers nor gives up: each wait for it has an end.</summary>
public sealed class SilentLibraryTests
{
    private static readonly RedisChannel Channel = RedisChannel.Literal("silent");

    [Fact]
    public async Task SubscribingToAChannel_Ends_ForEveryoneWhoDoes()
    {
        await using var pool = Pools.Fake(new FakeOpener { OnOpened = static connection => (connection.Library, connection.Patience) = (Silent(), TimeSpan.FromMilliseconds(100)) });

        var calls = Enumerable.Range(0, 20).Select(_ => pool.SubscribeAsync(Channel, static _ => { }, cancellationToken: TestContext.Current.CancellationToken)).ToArray();

        foreach (var call in calls)
        {
            await Assert.ThrowsAsync<RedisTimeoutException>(() => call.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        }

        Assert.Empty(pool.GetSnapshot().Subscriptions);
    }

    private static IConnectionMultiplexer Silent()
    {
        var subscriber = Substitute.For<ISubscriber>();
        subscriber.SubscribeAsync(default, default!, default).ReturnsForAnyArgs(new TaskCompletionSource().Task);
        var library = Substitute.For<IConnectionMultiplexer>();
        library.GetSubscriber(Arg.Any<object>()).Returns(subscriber);
        return library;
    }
}
