using System.Runtime.CompilerServices;
using RedisGuard.Pool.Leases;
using RedisGuard.Pool.Tests.Doubles;
using RedisGuard.Pool.Tests.Faults;
using RedisGuard.Pool.Tests.Servers;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests.Leases;

/// <summary>Which commands may still wait at the server when a lease ends.</summary>
public sealed class BlockingCommandsTests
{
    private readonly BlockingCommands _commands = new();
    private readonly TaskCompletionSource<RedisResult> _call = new();

    [Fact]
    public async Task Answered_ItWaitsNoMore_BeforeItsSenderHears()
    {
        var waits = true;
        _commands.Begin(1);
        var answer = _commands.EndAsync(1, _call.Task);
        var heard = answer.ContinueWith(_ => waits = _commands.Any(1), TestContext.Current.CancellationToken, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        Assert.True(_commands.Any(1));

        _call.SetResult(RedisResult.Create((RedisValue)1));

        await heard;
        Assert.False(waits);
        Assert.Equal(1, (int)await answer);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Refused_ItWaitsNoMore_TimedOut_ItMay(bool isRefused)
    {
        _commands.Begin(1);
        var answer = _commands.EndAsync(1, _call.Task);

        _call.SetException(isRefused ? RedisExceptions.Answer("WRONGTYPE") : RedisExceptions.Slow());

        await Assert.ThrowsAnyAsync<Exception>(() => answer);
        Assert.Equal(!isRefused, _commands.Any(1));
    }

    /// <summary>
    /// An answer may be there before the task of it is looked at. (Seen with 237 of 20 000 BLPOP that found an element: one is enough, and
    /// their lease was taken for one that gave something up.)
    /// </summary>
    [Fact]
    public async Task AnsweredAtOnce_ItWaitsNoMore()
    {
        _commands.Begin(1);

        await _commands.EndAsync(1, Task.FromResult(RedisResult.Create(RedisValue.Null)));

        Assert.False(_commands.Any(1));
    }

    /// <summary>The library looks at the failures of its tasks itself, so that a command that was given up is no failure of the process.</summary>
    [Fact]
    public async Task GivenUpAndFailed_ItIsNoUnobservedException()
    {
        var failure = RedisExceptions.Lost();

        Assert.False(await UnobservedExceptions.HearsOfAsync(failure, () => GiveUpAsync(failure)));
    }

    [Fact]
    public async Task TenancyThatIsOver_CountsNoMore()
    {
        _commands.Begin(1);
        var late = _commands.EndAsync(1, _call.Task);
        _commands.Begin(2);
        _commands.Begin(1);

        _call.SetResult(RedisResult.Create((RedisValue)1));

        await late;
        Assert.True(_commands.Any(2));
        Assert.False(_commands.Any(1));
        _commands.End(2);
        Assert.False(_commands.Any(2));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task GiveUpAsync(Exception failure)
    {
        var call = new TaskCompletionSource<RedisResult>();
        var given = new WeakReference(_commands.EndAsync(1, call.Task));
        call.SetException(failure);
        _ = call.Task.Exception;
        await Eventually.TrueAsync(() => given.Target is not Task { IsCompleted: false });
    }
}
