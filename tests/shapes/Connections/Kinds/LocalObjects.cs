// What is put into a member of an object that the code keeps to itself is nobody else's.
using System;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace Kinds.LocalObjects
{
    public sealed class Settings
    {
        public IConnectionMultiplexer? Redis { get; set; }

        public string Name { get; set; } = string.Empty;
    }

    public sealed class Session : IDisposable
    {
        public ConnectionMultiplexer? Redis { get; set; }

        public void Dispose() => Redis?.Dispose();
    }

    public static class Forgotten
    {
        public static TimeSpan Filled(string configuration)
        {
            var settings = new Settings();
            settings.Redis = ConnectionMultiplexer.Connect(configuration); // expect: RG1002
            return settings.Redis.GetDatabase().Ping();
        }

        public static TimeSpan Initialized(string configuration)
        {
            var settings = new Settings { Name = configuration, Redis = ConnectionMultiplexer.Connect(configuration) }; // expect: RG1002
            return settings.Redis.GetDatabase().Ping();
        }

        public static void OwnerNotDisposed(string configuration)
        {
            var session = new Session { Redis = ConnectionMultiplexer.Connect(configuration) }; // expect: RG1002
            session.Redis.GetDatabase().StringIncrement("sessions");
        }
    }

    public static class Fine
    {
        private static Session? s_session;

        public static Settings Returned(string configuration)
        {
            var settings = new Settings();
            settings.Redis = ConnectionMultiplexer.Connect(configuration);
            return settings;
        }

        public static void Used(string configuration, Action<Settings> use)
        {
            var settings = new Settings { Redis = ConnectionMultiplexer.Connect(configuration) };
            use(settings);
        }

        public static void Closed(string configuration)
        {
            var settings = new Settings { Redis = ConnectionMultiplexer.Connect(configuration) }; // allow: RG1001
            try
            {
                settings.Redis.GetDatabase().Ping();
            }
            finally
            {
                settings.Redis.Dispose();
            }
        }

        public static void ClosedByOwner(string configuration)
        {
            var session = new Session { Redis = ConnectionMultiplexer.Connect(configuration) }; // allow: RG1001
            try
            {
                session.Redis.GetDatabase().Ping();
            }
            finally
            {
                session.Dispose();
            }
        }

        public static void ClosedByUsing(string configuration)
        {
            using var session = new Session { Redis = ConnectionMultiplexer.Connect(configuration) }; // allow: RG1001
            session.Redis.GetDatabase().Ping();
        }

        public static ConnectionMultiplexer TakenOut(string configuration)
        {
            var session = new Session { Redis = ConnectionMultiplexer.Connect(configuration) };
            return session.Redis;
        }

        public static void Kept(string configuration)
        {
            var session = new Session { Redis = ConnectionMultiplexer.Connect(configuration) };
            s_session = session;
        }

        public static void Captured(string configuration)
        {
            var session = new Session { Redis = ConnectionMultiplexer.Connect(configuration) };
            AppDomain.CurrentDomain.ProcessExit += (_, _) => session.Dispose();
        }

        public static void Registered(string configuration, IServiceCollection services)
        {
            var settings = new Settings();
            settings.Redis = ConnectionMultiplexer.Connect(configuration);
            services.AddSingleton(settings.Redis);
        }
    }
}
