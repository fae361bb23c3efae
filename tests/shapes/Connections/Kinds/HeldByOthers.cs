// A member of an object that others have, too: overwritten, or filled by two at once. And what another type shows as a database is no more the caller's than its connection.
using System;
using System.Threading.Tasks;
using StackExchange.Redis;

namespace Kinds.HeldByOthers
{
    public sealed class State
    {
        public IConnectionMultiplexer? Redis { get; set; }
        public string Host { get; set; } = "localhost";
    }

    public sealed class Connector(State state)
    {
        public IDatabase Ensure()
        {
            state.Redis ??= ConnectionMultiplexer.Connect(state.Host); // expect: RG1006
            return state.Redis.GetDatabase();
        }

        public async Task<IDatabase> RenewAsync()
        {
            if (state.Redis is not { IsConnected: true })
            {
                state.Redis = await ConnectionMultiplexer.ConnectAsync(state.Host); // expect: RG1004
            }

            return state.Redis.GetDatabase();
        }
    }

    public sealed class Failing
    {
        private readonly State _state;

        public Failing(State state)
        {
            _state = state;
            _state.Redis!.ConnectionFailed += (_, _) => _state.Redis = ConnectionMultiplexer.Connect(_state.Host); // expect: RG1004
        }
    }

    // The cures.
    public sealed class ConnectorClosing(State state)
    {
        private readonly object _gate = new();

        public IDatabase Ensure()
        {
            lock (_gate)
            {
                state.Redis ??= ConnectionMultiplexer.Connect(state.Host);
                return state.Redis.GetDatabase();
            }
        }

        public async Task<IDatabase> RenewAsync()
        {
            if (state.Redis is not { IsConnected: true })
            {
                var old = state.Redis;
                state.Redis = await ConnectionMultiplexer.ConnectAsync(state.Host);
                if (old is not null)
                {
                    await old.DisposeAsync();
                }
            }

            return state.Redis.GetDatabase();
        }
    }

    // Looks like it: an object of this code alone.
    public sealed class OwnState : IDisposable
    {
        private readonly State _state = new();

        public OwnState() => _state.Redis = ConnectionMultiplexer.Connect(_state.Host);

        public bool IsUp => _state.Redis!.IsConnected;

        public void Dispose() => _state.Redis?.Dispose();
    }

    public static class App
    {
        private static readonly Lazy<ConnectionMultiplexer> s_redis = new(() => ConnectionMultiplexer.Connect("localhost,abortConnect=false"));

        public static IConnectionMultiplexer Connection => s_redis.Value;

        public static IDatabase Database => Connection.GetDatabase();

        public static IDatabase At(int number) => Connection.GetDatabase(number);
    }

    public sealed class Rooms
    {
        public long Members(string room)
        {
            var database = App.Database;
            try
            {
                return database.SetLength(room);
            }
            finally
            {
                database.Multiplexer.Close(); // expect: RG1007
            }
        }

        public long Numbered(string room)
        {
            var database = App.At(1);
            long members = database.SetLength(room);
            database.Multiplexer.Dispose(); // expect: RG1007
            return members;
        }

        public long Left(string room) => App.Database.SetLength(room);
    }

    public static class Ending
    {
        public static void Shutdown() => App.Database.Multiplexer.Close();
    }
}
