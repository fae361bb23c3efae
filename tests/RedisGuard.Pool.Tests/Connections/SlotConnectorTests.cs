using Microsoft.Extensions.Time.Testing;
using RedisGuard.Pool.Connections;
using RedisGuard.Pool.Telemetry;
using RedisGuard.Pool.Tests.Doubles;

namespace RedisGuard.Pool.Tests.Connections;

/// <summary>A slot's connection is opened and closed, and the slot is free afterwards, whatever the library makes of it.</summary>
public sealed class SlotConnectorTests
{
    private const int Opened = 1101;
    private const int Connected = 1109;

    private readonly FakeTimeProvider _time = new();
    private readonly FakeLoggers _logs = new();
    private readonly FakeOpener _opener = new();
    private readonly ConnectionSlots _slots = new(1);
    private readonly RedisPoolOptions _options = Pools.Options();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Renewed_IsClosed_AndAnotherIsThereForTheNext(bool finishCommands)
    {
        var connector = Connector();
        var (slot, before) = await OpenAsync(connector);

        await connector.RenewAsync(slot, finishCommands);

        Assert.Equal((true, finishCommands), (before.IsClosed, before.MightFinish));
        Assert.Equal((RedisConnectionState.Idle, RedisConnectionKind.Exclusive, 1), (slot.State, slot.Kind, _slots.Permits.Available));
        Assert.Same(_opener.Connections[1], slot.Connection);
        Assert.Same(slot, _slots.TryTakeIdle());
    }

    [Fact]
    public async Task RenewalThatFails_LeavesTheSlotEmpty_AndFree()
    {
        var connector = Connector();
        var (slot, before) = await OpenAsync(connector);
        _opener.OnOpen = static _ => throw new IOException("no");

        await connector.RenewAsync(slot, finishCommands: true);

        Assert.True(before.IsClosed);
        Assert.Equal((RedisConnectionState.None, null, 1), (slot.State, slot.Connection, _slots.Permits.Available));
    }

    [Fact]
    public async Task OpenedWhereOneIsThere_ClosesThatFirst_AndLetsItsCommandsFinish()
    {
        var connector = Connector();
        var (slot, before) = await OpenAsync(connector);
        var states = new List<RedisConnectionState>();
        before.OnClose = () =>
        {
            states.Add(slot.State);
            return Task.CompletedTask;
        };
        _opener.OnOpen = _ =>
        {
            Assert.True(before.IsClosed);
            Assert.Null(slot.Connection);
            states.Add(slot.State);
            return Task.CompletedTask;
        };

        Assert.Same(await connector.OpenAsync(slot, RedisConnectionKind.Shared), slot.Connection);

        Assert.True(before.MightFinish);
        Assert.Equal([RedisConnectionState.Closing, RedisConnectionState.Connecting], states);
    }

    [Fact]
    public async Task Opening_IsTold_Measured_AndTheFirstUse()
    {
        var uses = 0;
        var created = 0;
        using var ear = Ear.Of(_options.Name!, "db.client.connection.create_time", _ => created++);
        var connector = Connector();
        connector.FirstUse = () => uses++;
        _opener.OnOpen = _ =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(250));
            return Task.CompletedTask;
        };

        var (slot, connection) = await OpenAsync(connector);

        Assert.Equal((1, 1, _time.GetTimestamp()), (uses, created, slot.OpenedAt));
        var told = Assert.Single(_logs.Of(Opened)).Message;
        Assert.Contains(connection.Name, told, StringComparison.Ordinal);
        Assert.Contains("250", told, StringComparison.Ordinal);
        Assert.Equal(-1, slot.SeenTenancy);
    }

    /// <summary>Connections that were opened together would die together.</summary>
    [Theory]
    [InlineData(RedisConnectionKind.Exclusive)]
    [InlineData(RedisConnectionKind.Shared)]
    public async Task Lifetime_IsJittered_AndOnlyALeasesConnectionHasOne(RedisConnectionKind kind)
    {
        _options.MaxLifetime = TimeSpan.FromMinutes(100);
        _options.IdleTimeout = TimeSpan.FromMinutes(10);
        var (slot, _) = await OpenAsync(Connector(), kind);

        Assert.InRange(slot.IdleTimeout, TimeSpan.FromMinutes(9), TimeSpan.FromMinutes(10));
        if (kind == RedisConnectionKind.Exclusive)
        {
            Assert.InRange(slot.Lifetime, TimeSpan.FromMinutes(90), TimeSpan.FromMinutes(100));
        }
        else
        {
            Assert.Equal(TimeSpan.MaxValue, slot.Lifetime);
        }
    }

    [Fact]
    public async Task Fit_IsWhatIsUp_AndYoung()
    {
        _options.MaxLifetime = TimeSpan.FromHours(1);
        var connector = Connector();
        Assert.False(connector.IsFit(new ConnectionSlot(0)));
        var (slot, connection) = await OpenAsync(connector);
        Assert.True(connector.IsFit(slot));

        connection.IsReady = false;
        Assert.False(connector.IsFit(slot));
        connection.IsReady = true;
        slot.Lifetime = TimeSpan.FromMinutes(50);
        _time.Advance(slot.Lifetime - TimeSpan.FromTicks(1));
        Assert.True(connector.IsFit(slot));
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.False(connector.IsFit(slot));
        slot.Lifetime = TimeSpan.MaxValue;
        Assert.True(connector.IsFit(slot));
    }

    [Fact]
    public async Task WhatArrivesAfterItsCallerGaveUp_IsKept_AndWhatFailsLeavesTheSlotEmpty()
    {
        var connector = Connector();
        Assert.True(_slots.Permits.TryAcquire());
        var slot = _slots.TakeVacant();
        await connector.AdoptAsync(slot, connector.OpenAsync(slot, RedisConnectionKind.Exclusive));
        Assert.Equal((RedisConnectionState.Idle, 1), (slot.State, _slots.Permits.Available));

        _opener.OnOpen = static _ => throw new IOException("no");
        Assert.True(_slots.Permits.TryAcquire());
        Assert.Same(slot, _slots.TakeWarm());
        await connector.AdoptAsync(slot, connector.OpenAsync(slot, RedisConnectionKind.Exclusive));
        Assert.Equal((RedisConnectionState.None, 1), (slot.State, _slots.Permits.Available));
    }

    [Fact]
    public async Task DiscardedConnection_ThatCannotBeClosed_LeavesItsSlotEmpty_AndFree()
    {
        var connector = Connector();
        var (slot, connection) = await OpenAsync(connector);
        connection.OnClose = static () => throw new InvalidOperationException("its innards");

        await connector.DiscardAsync(slot, finishCommands: true);

        Assert.True(connection.MightFinish);
        Assert.Equal((RedisConnectionState.None, null, 1), (slot.State, slot.Connection, _slots.Permits.Available));
    }

    [Fact]
    public async Task PlaceWhereThePoolLeads_IsToldOnce_ByTheFirstThatKnowsIt()
    {
        _options.MaxConnections = 7;
        var connector = Connector();
        connector.Meet(new FakeConnection("down") { IsReady = false });
        Assert.Empty(_logs.Of(Connected));

        connector.Meet(new FakeConnection("torn down") { OnDescribe = static () => throw new InvalidOperationException("its innards") });
        await OpenAsync(connector);

        Assert.Contains("is connected to a server that is gone again. It opens 7 connections at most.", Assert.Single(_logs.Of(Connected)).Message, StringComparison.Ordinal);
    }

    private SlotConnector Connector() => new(_slots, _opener, new PoolInstruments(_options.Name!), _logs.CreateLogger("test"), _options, _time);

    private async Task<(ConnectionSlot Slot, FakeConnection Connection)> OpenAsync(SlotConnector connector, RedisConnectionKind kind = RedisConnectionKind.Exclusive)
    {
        Assert.True(_slots.Permits.TryAcquire());
        var slot = _slots.TakeVacant();
        return (slot, (FakeConnection)await connector.OpenAsync(slot, kind));
    }
}
