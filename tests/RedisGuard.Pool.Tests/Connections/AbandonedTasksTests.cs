using System.Runtime.CompilerServices;
using RedisGuard.Pool.Connections;
using RedisGuard.Pool.Tests.Faults;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests.Connections;

public sealed class AbandonedTasksTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task CallThatEndsInTime_IsAsItWas()
    {
        Assert.Equal(42, await Task.FromResult(42).WithinAsync(Long));
        await Task.CompletedTask.WithinAsync(Long);
        var failure = new TimeoutException("its own");
        Assert.Same(failure, await Assert.ThrowsAsync<TimeoutException>(() => Task.FromException<int>(failure).WithinAsync(Long)));
        Assert.Same(failure, await Assert.ThrowsAsync<TimeoutException>(() => FailAsync(failure).WithinAsync(Long)));

        static async Task FailAsync(Exception failure)
        {
            await Task.Yield();
            throw failure;
        }
    }

    [Fact]
    public async Task CallThatTheLibraryForgot_IsLeft_AndToldAsATimeout()
    {
        var timeout = await Assert.ThrowsAsync<RedisTimeoutException>(() => new TaskCompletionSource<int>().Task.WithinAsync(Short));

        Assert.Equal("StackExchange.Redis neither answered nor gave up within 0.1 s. What the server made of it is not known.", timeout.Message);
        Assert.Equal(CommandStatus.Unknown, timeout.Commandstatus);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task FailureThatComesLate_IsNoUnobservedException(bool isOfACall)
    {
        var failure = new InvalidOperationException($"late {Guid.NewGuid()}");

        Assert.False(await UnobservedExceptions.HearsOfAsync(failure, () => AbandonAsync(failure, isOfACall)));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task AbandonAsync(Exception failure, bool isOfACall)
    {
        var abandoned = new TaskCompletionSource();
        if (isOfACall)
        {
            await Assert.ThrowsAsync<RedisTimeoutException>(() => abandoned.Task.WithinAsync(Short));
        }
        else
        {
            abandoned.Task.Observe();
        }

        abandoned.SetException(failure);
    }
}
