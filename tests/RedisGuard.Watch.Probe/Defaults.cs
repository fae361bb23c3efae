using System.Reflection;
using StackExchange.Redis;

namespace RedisGuard.Watch.Probe;

/// <summary>Prints the defaults that the library finds for end points of several kinds: with the watch as without.</summary>
internal static class Defaults
{
    private static readonly string[] EndPoints =
        ["localhost:6379", "shop.redis.cache.windows.net:6380", "shop.redis.azure.net:10000", "shop.redisenterprise.cache.azure.net:10000", "localhost:6379,shop.redis.cache.windows.net:6380"];

    public static async Task PrintAsync()
    {
        foreach (var endPoints in EndPoints)
        {
            var options = ConfigurationOptions.Parse(endPoints);
            var defaults = options.Defaults;
            foreach (var property in defaults.GetType().GetProperties(BindingFlags.Instance | BindingFlags.Public).Where(static property => property.Name is not "Inner" and not "Name")
                .OrderBy(static property => property.Name, StringComparer.Ordinal).DistinctBy(static property => property.Name))
            {
                await Console.Out.WriteLineAsync($"{endPoints} {property.Name}={property.GetValue(defaults)}");
            }

            await Console.Out.WriteLineAsync($"{endPoints} ssl={defaults.GetDefaultSsl(options.EndPoints)} host={defaults.GetSslHostFromEndpoints(options.EndPoints)} all={options.ToString(includePassword: true)}");
        }
    }
}
