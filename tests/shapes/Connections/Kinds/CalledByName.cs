// A method that only this program can name is judged by who calls it, also through an interface or a base type. Callers acquit; they don't convict.
using System;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Mvc;
using StackExchange.Redis;

namespace Kinds.CalledByName.Verbs
{
    internal interface IVerb
    {
        int Run();
    }

    internal sealed class PingVerb(string host) : IVerb
    {
        public int Run()
        {
            using var redis = ConnectionMultiplexer.Connect(host);
            Console.WriteLine(redis.GetDatabase().Ping());
            return 0;
        }
    }

    internal sealed class FlushVerb(string host) : IVerb
    {
        int IVerb.Run()
        {
            using var redis = ConnectionMultiplexer.Connect(host + ",allowAdmin=true");
            redis.GetServers()[0].FlushDatabase();
            return 0;
        }
    }

    internal static class Program
    {
        private static int Main(string[] args)
        {
            IVerb verb = args[0] == "ping" ? new PingVerb(args[1]) : new FlushVerb(args[1]);
            return verb.Run();
        }
    }
}

namespace Kinds.CalledByName.Steps
{
    internal abstract class Step
    {
        internal abstract Task ApplyAsync(string host);
    }

    internal sealed class SeedStep : Step
    {
        internal override async Task ApplyAsync(string host)
        {
            await using var redis = await ConnectionMultiplexer.ConnectAsync(host);
            await redis.GetDatabase().StringSetAsync("seeded", true);
        }
    }

    internal static class Program
    {
        private static async Task Main(string[] args)
        {
            Step step = new SeedStep();
            await step.ApplyAsync(args[0]);
        }
    }
}

namespace Kinds.CalledByName.Requests
{
    internal sealed class Reader
    {
        public string? Read(string key)
        {
            using var redis = ConnectionMultiplexer.Connect("localhost"); // expect: RG1001
            return redis.GetDatabase().StringGet(key);
        }
    }

    public sealed class ReaderController : ControllerBase
    {
        [HttpGet("{key}")]
        public string? Get(string key) => new Reader().Read(key);
    }

    public interface IPublicReader
    {
        string? Look(string key);
    }

    // Anybody may call it through the interface.
    internal sealed class PublicReader : IPublicReader
    {
        public string? Look(string key)
        {
            using var redis = ConnectionMultiplexer.Connect("localhost"); // expect: RG1001
            return redis.GetDatabase().StringGet(key);
        }
    }

    internal static class Program
    {
        private static void Main() => Console.WriteLine(new PublicReader().Look("a"));
    }
}
