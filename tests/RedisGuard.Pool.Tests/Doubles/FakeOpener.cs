using System.Globalization;
using System.Net;
using RedisGuard.Pool.Connections;

namespace RedisGuard.Pool.Tests.Doubles;

/// <summary>Opens connections to nowhere; counts them.</summary>
internal sealed class FakeOpener : IConnectionOpener
{
    private int _opened;

    public int Opened => Volatile.Read(ref _opened);

    public List<FakeConnection> Connections { get; } = [];

    /// <summary>What happens before a connection is there.</summary>
    public Func<int, Task> OnOpen { get; set; } = static _ => Task.CompletedTask;

    /// <summary>What happens to a connection before the pool has it.</summary>
    public Action<FakeConnection> OnOpened { get; set; } = static _ => { };

    public async Task<IPhysicalConnection> OpenAsync(RedisConnectionKind kind, EndPoint? node = null)
    {
        var number = Interlocked.Increment(ref _opened);
        await OnOpen(number);
        var connection = new FakeConnection(string.Create(CultureInfo.InvariantCulture, $"fake:{kind}:{number}"));
        OnOpened(connection);
        lock (Connections)
        {
            Connections.Add(connection);
        }

        return connection;
    }
}
