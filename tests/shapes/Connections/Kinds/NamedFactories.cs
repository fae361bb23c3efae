// A factory has a name before it is registered.
using System;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace Kinds.NamedFactories.PerScope
{
    public static class Registration
    {
        public static void AddVariable(IServiceCollection services, string server)
        {
            Func<IServiceProvider, IConnectionMultiplexer> open = _ => ConnectionMultiplexer.Connect(server); // expect: RG1005
            services.AddScoped(open);
        }

        public static void AddLocalFunction(IServiceCollection services, string server)
        {
            services.AddTransient<IConnectionMultiplexer>(Open); // expect: RG1005

            ConnectionMultiplexer Open(IServiceProvider provider)
            {
                var redis = ConnectionMultiplexer.Connect(server);
                redis.ErrorMessage += (_, error) => Console.WriteLine(error.Message);
                return redis;
            }
        }
    }
}

namespace Kinds.NamedFactories.Once
{
    public static class Registration
    {
        public static void AddVariable(IServiceCollection services, string server)
        {
            Func<IServiceProvider, IConnectionMultiplexer> open = _ => ConnectionMultiplexer.Connect(server);
            services.AddSingleton(open);
        }

        public static void AddLocalFunction(IServiceCollection services, string server)
        {
            services.AddSingleton<IConnectionMultiplexer>(Open);

            ConnectionMultiplexer Open(IServiceProvider provider) => ConnectionMultiplexer.Connect(server);
        }

        public static void AddFunction(IServiceCollection services, string server)
        {
            Func<IConnectionMultiplexer> open = () => ConnectionMultiplexer.Connect(server);
            services.AddScoped<Func<IConnectionMultiplexer>>(_ => open);
        }
    }
}
