using Microsoft.Extensions.Time.Testing;
using RedisGuard.Pool.Connections;
using RedisGuard.Pool.Tests.Doubles;
using RedisGuard.Pool.Tests.Servers;

namespace RedisGuard.Pool.Tests.Connections;

/// <summary>One shared connection is there from its first use until somebody closes it, and leaves nothing behind.</summary>
public sealed class SharedConnectionLifeTests
{
    private readonly SharedNodes _nodes = new(permits: 1, new FakeTimeProvider());
    private readonly SharedConnection _node;

    public SharedConnectionLifeTests() => _node = _nodes.Node();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task OneThatIsDown_IsStillTheOne()
    {
        var connection = (FakeConnection)await _node.OpenAsync();
        connection.IsReady = false;

        Assert.Same(connection, _node.Current);
        Assert.Same(connection, await _node.OpenAsync());
        Assert.Equal((0, false), (_nodes.Slots.Permits.Available, _node.IsMissed));
    }

    [Fact]
    public async Task OneThatAnotherDisposed_IsForgotten_ToldOnce_AndMakesRoomForTheNext()
    {
        var connection = (FakeConnection)await _node.OpenAsync();
        (connection.IsReady, connection.IsDisposed) = (false, true);

        Assert.Null(_node.Current);
        Assert.Null(_node.Current);

        Assert.Same(connection, Assert.Single(_nodes.Disposed));
        await Eventually.TrueAsync(() => _nodes.Slots.Permits.Available == 1);
        Assert.Equal((true, true, false), (_node.IsMissed, connection.IsClosed, connection.MightFinish));
        var next = await _node.OpenAsync();
        Assert.NotSame(connection, next);
        Assert.Equal((next, false, 0), (_node.Current, _node.IsMissed, _nodes.Slots.Permits.Available));
    }

    [Fact]
    public async Task WhoOpensOneThatWasDisposed_GetsAnother()
    {
        var connection = (FakeConnection)await _node.OpenAsync();
        (connection.IsReady, connection.IsDisposed) = (false, true);

        Assert.NotSame(connection, await _node.OpenAsync().WaitAsync(Eventually.Deadline, Cancel));
    }

    [Fact]
    public async Task FailedAttempt_IsTold_UntilOneSucceeds_AndFreesItsPermit()
    {
        var failure = new IOException("no");
        _nodes.Opener.OnOpen = number => number == 1 ? Task.FromException(failure) : Task.CompletedTask;
        Assert.Null(_node.Failure);

        Assert.Same(failure, await Assert.ThrowsAsync<IOException>(_node.OpenAsync));
        Assert.Equal((failure, null, 1), (_node.Failure, _node.Current, _nodes.Slots.Permits.Available));

        await _node.OpenAsync();
        Assert.Null(_node.Failure);
    }

    [Fact]
    public async Task Closed_LetsItsCommandsFinish_FreesItsSlot_AndRefusesEverybody()
    {
        var connection = (FakeConnection)await _node.OpenAsync();

        await _node.CloseAsync();
        await _node.CloseAsync();

        Assert.Equal((true, true, null, 1), (connection.IsClosed, connection.MightFinish, _node.Current, _nodes.Slots.Permits.Available));
        Assert.Throws<ObjectDisposedException>(() => { _ = _node.OpenAsync(); });
        Assert.Equal(1, _nodes.Opener.Opened);
    }

    [Fact]
    public async Task NeverOpened_IsClosedAtOnce()
    {
        await _node.CloseAsync();

        Assert.Equal((0, 1), (_nodes.Opener.Opened, _nodes.Slots.Permits.Available));
    }

    [Fact]
    public async Task Refused_IsNobodysAnyMore_ThoughItIsOpen()
    {
        var connection = (FakeConnection)await _node.OpenAsync();
        (connection.IsReady, connection.IsDisposed) = (false, true);

        _node.Refuse();

        Assert.Null(_node.Current);
        Assert.Throws<ObjectDisposedException>(() => { _ = _node.OpenAsync(); });
        Assert.Empty(_nodes.Disposed);
        Assert.False(_node.IsMissed);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ClosedWhileItOpens_WaitsForIt_AndClosesWhatCame(bool fails)
    {
        var go = new TaskCompletionSource();
        _nodes.Opener.OnOpen = _ => go.Task;
        var opening = _node.OpenAsync();

        var closing = _node.CloseAsync();
        Assert.False(closing.IsCompleted);
        Assert.True(fails ? go.TrySetException(new IOException("no")) : go.TrySetResult());
        await closing.WaitAsync(Eventually.Deadline, Cancel);

        Assert.Equal(fails, opening.IsFaulted);
        Assert.Equal((!fails, 1), (_nodes.Opener.Connections.Any(static connection => connection.IsClosed), _nodes.Slots.Permits.Available));
    }

    /// <summary>Everything else in the process may hang on it.</summary>
    [Fact]
    public async Task WaitsBeforeAllWhoWaitForALease()
    {
        Assert.True(_nodes.Slots.Permits.TryAcquire());
        var ordinary = _nodes.Slots.Permits.Enqueue(int.MaxValue)!;
        var opening = _node.OpenAsync();
        await Eventually.TrueAsync(() => _nodes.Slots.Permits.Waiting == 2);

        _nodes.Slots.Permits.Release();

        await opening.WaitAsync(Eventually.Deadline, Cancel);
        Assert.False(ordinary.Task.IsCompleted);
    }
}
