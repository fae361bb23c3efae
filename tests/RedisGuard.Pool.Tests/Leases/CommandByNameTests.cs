using RedisGuard.Pool.Connections;
using RedisGuard.Pool.Leases;
using RedisGuard.Pool.Tests.Doubles;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests.Leases;

/// <summary>Commands by name, by whatever member the library sends them.</summary>
public sealed class CommandByNameTests
{
    private readonly Coming _library = new();
    private readonly ConnectionSlot _slot = new(0) { Connection = new FakeConnection("fake") };
    private readonly long _tenancy;
    private readonly IComing _leased;

    public CommandByNameTests()
    {
        _tenancy = _slot.Begin(default, 0, 0);
        _leased = new ForwardingTypeGenerator().Generate<IComing>()(_library, _slot, _tenancy);
    }

    /// <summary>A member of a version to come, as ExecuteResp was one.</summary>
#pragma warning disable CA1034, CA1515 // Generated code implements it.
    public interface IComing
#pragma warning restore CA1034, CA1515
    {
        int ExecuteNumber(string command, CommandFlags flags);

        Task<int> ExecuteNumberAsync(string command, CommandFlags flags);
    }

    [Fact]
    public async Task ThatMayChangeTheSession_IsNoted()
    {
        Assert.Equal(1, _leased.ExecuteNumber("GET", CommandFlags.None));
        Assert.Equal(LeaseSpoil.None, _slot.SpoiltBy);

        Assert.Equal(1, _leased.ExecuteNumber("SELECT", CommandFlags.None));
        Assert.Equal(LeaseSpoil.Command, _slot.SpoiltBy);
        _library.Answer.SetResult(2);
        Assert.Equal(2, await _leased.ExecuteNumberAsync("CLIENT", CommandFlags.None));
    }

    [Fact]
    public async Task ThatMayWait_IsCountedUntilItIsAnswered()
    {
        var waits = false;
        _library.OnExecute = () => waits = _slot.Blocking.Any(_tenancy);
        Assert.Equal(1, _leased.ExecuteNumber("BLPOP", CommandFlags.None));
        Assert.True(waits);
        Assert.False(_slot.Blocking.Any(_tenancy));

        var answer = _leased.ExecuteNumberAsync("BLPOP", CommandFlags.None);
        Assert.True(_slot.Blocking.Any(_tenancy));
        _library.Answer.SetResult(2);
        Assert.Equal(2, await answer);
        Assert.False(_slot.Blocking.Any(_tenancy));
    }

    [Fact]
    public void ThatWasRefused_WaitsNoMore_AndItsRefusalIsThrown()
    {
        var refusal = RedisExceptions.Answer("WRONGTYPE");
        _library.OnExecute = () => throw refusal;

        Assert.Same(refusal, Assert.Throws<RedisServerException>(() => _leased.ExecuteNumber("BLPOP", CommandFlags.None)));

        Assert.False(_slot.Blocking.Any(_tenancy));
    }

    private sealed class Coming : IComing
    {
        public TaskCompletionSource<int> Answer { get; } = new();

        public Action OnExecute { get; set; } = static () => { };

        public int ExecuteNumber(string command, CommandFlags flags)
        {
            OnExecute();
            return 1;
        }

        public Task<int> ExecuteNumberAsync(string command, CommandFlags flags) => Answer.Task;
    }
}
