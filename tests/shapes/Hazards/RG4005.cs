// Profiling session is never finished.
using System;
using System.Linq;
using System.Threading;
using StackExchange.Redis;
using StackExchange.Redis.Profiling;

namespace RG4005.Field.Before
{
    public class Diagnostics
    {
        private readonly ProfilingSession _session = new ProfilingSession();

        public Diagnostics(IConnectionMultiplexer redis)
        {
            redis.RegisterProfiler(() => _session); // expect: RG4005
        }
    }
}

namespace RG4005.Field.After
{
    public class Diagnostics
    {
        private readonly ProfilingSession _session = new ProfilingSession();

        public Diagnostics(IConnectionMultiplexer redis)
        {
            redis.RegisterProfiler(() => _session);
        }

        public void Report()
        {
            foreach (var command in _session.FinishProfiling())
            {
                Console.WriteLine($"{command.Command} {command.ElapsedTime}");
            }
        }
    }
}

namespace RG4005.Ambient.Before
{
    public static class Profiler
    {
        private static readonly AsyncLocal<ProfilingSession?> s_current = new();

        public static void Attach(ConnectionMultiplexer connection) => connection.RegisterProfiler(GetSession); // expect: RG4005

        public static void Begin() => s_current.Value = new ProfilingSession();

        private static ProfilingSession? GetSession() => s_current.Value;
    }
}

namespace RG4005.Ambient.After
{
    public static class Profiler
    {
        private static readonly AsyncLocal<ProfilingSession?> s_current = new();

        public static void Attach(ConnectionMultiplexer connection) => connection.RegisterProfiler(GetSession);

        public static void Begin() => s_current.Value = new ProfilingSession();

        public static TimeSpan End()
        {
            var finished = s_current.Value?.FinishProfiling();
            s_current.Value = null;
            return TimeSpan.FromTicks(finished?.Sum(command => command.ElapsedTime.Ticks) ?? 0);
        }

        private static ProfilingSession? GetSession() => s_current.Value;
    }
}

namespace RG4005.Local.Before
{
    public static class Startup
    {
        public static void Profile(IConnectionMultiplexer connection)
        {
            var session = new ProfilingSession();
            connection.RegisterProfiler(() => session); // expect: RG4005
            connection.GetDatabase().Ping();
        }
    }
}

namespace RG4005.Local.After
{
    public static class Startup
    {
        public static void Profile(IConnectionMultiplexer connection)
        {
            var session = new ProfilingSession();
            connection.RegisterProfiler(() => session);
            connection.GetDatabase().Ping();
            Console.WriteLine(session.FinishProfiling().Count());
            connection.RegisterProfiler(() => null);
        }
    }
}
