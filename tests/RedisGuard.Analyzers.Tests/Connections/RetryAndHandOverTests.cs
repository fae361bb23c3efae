using RedisGuard.Verification;

namespace RedisGuard.Analyzers.Tests.Connections;

/// <summary>Code that drew a false alarm once: retries at start-up, constructors in a chain, a thread's own field, a handler that closes.</summary>
public class RetryAndHandOverTests
{
    [Fact]
    public Task RetryAtStartUp_IntoAVariableOutsideTheLoop_IsSilent() => AllRules.VerifyAsync("""
        using System.Threading;
        using StackExchange.Redis;

        public static class Program
        {
            public static void Main()
            {
                ConnectionMultiplexer connection = null;
                for (var attempt = 0; connection is null; attempt++)
                {
                    try
                    {
                        connection = ConnectionMultiplexer.Connect("localhost");
                    }
                    catch (RedisConnectionException) when (attempt < 5)
                    {
                        Thread.Sleep(1000);
                    }
                }

                connection.GetDatabase().Ping();
            }
        }
        """);

    [Fact]
    public Task ConstructorThatOpensForAnother_MakesItsOwn() => AllRules.VerifyAsync("""
        using StackExchange.Redis;

        public sealed class Session
        {
            private readonly IConnectionMultiplexer _connection;

            public Session(string configuration) : this(ConnectionMultiplexer.Connect(configuration)) { }

            private Session(IConnectionMultiplexer connection) => _connection = connection;

            public void Finish() => _connection.Dispose();
        }
        """);

    [Fact]
    public Task ThreadsOwnField_HasNoRace() => AllRules.VerifyAsync("""
        using System;
        using StackExchange.Redis;

        public static class PerThread
        {
            [ThreadStatic]
            private static ConnectionMultiplexer s_connection;

            public static ConnectionMultiplexer Get(string configuration)
            {
                if (s_connection == null)
                {
                    s_connection = ConnectionMultiplexer.Connect(configuration);
                }

                return s_connection;
            }
        }
        """);

    [Fact]
    public Task HandlerOfTheProcessEnd_ClosesWhatTheOwnerKeepsAViewOf() => AllRules.VerifyAsync("""
        using System;
        using StackExchange.Redis;

        public class Store
        {
            public Store()
            {
                var connection = ConnectionMultiplexer.Connect("localhost");
                Db = connection.GetDatabase();
                AppDomain.CurrentDomain.ProcessExit += (_, _) => connection.Dispose();
            }

            public IDatabase Db { get; }
        }
        """);
}
