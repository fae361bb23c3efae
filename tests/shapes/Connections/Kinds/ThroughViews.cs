// The connection behind a view is the one that was asked for it.
using System.Linq;
using System.Threading.Tasks;
using StackExchange.Redis;

namespace Kinds.ThroughViews
{
    public sealed class Closing(IConnectionMultiplexer redis)
    {
        public void EachServer()
        {
            foreach (var server in redis.GetServers())
            {
                server.Multiplexer.Dispose(); // expect: RG1007
            }
        }

        public void FirstServer() => redis.GetServers()[0].Multiplexer.Close(); // expect: RG1007

        public async Task OneServer(string host)
        {
            var server = redis.GetServer(host);
            await server.Multiplexer.CloseAsync(); // expect: RG1007
        }

        public void Database() => redis.GetDatabase(2).Multiplexer.Dispose(); // expect: RG1007

        public void Found(string host)
        {
            var server = redis.GetServers().First(candidate => candidate.IsConnected);
            using var closed = server.Multiplexer; // expect: RG1007
            closed.GetDatabase().Ping();
        }
    }

    public static class Fine
    {
        public static string Named(IConnectionMultiplexer redis)
        {
            string names = string.Empty;
            foreach (var server in redis.GetServers())
            {
                names += server.Multiplexer.ClientName;
            }

            return names;
        }
    }
}
