// A text with a password that takes its way through a dictionary of the function.
using System.Collections.Generic;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Kinds.Entries
{
    public sealed class Connecting(ILogger<Connecting> log)
    {
        public void Initialized(string configuration)
        {
            var settings = new Dictionary<string, string> { ["redis"] = ConfigurationOptions.Parse(configuration).ToString(), ["name"] = "shop" };
            log.LogInformation("settings {Settings}", settings["redis"]); // expect: RG5003
            log.LogInformation("name {Name}", settings["name"]);
        }

        public void Added(string configuration)
        {
            var settings = new Dictionary<string, object> { { "name", "shop" } };
            settings.Add("redis", ConfigurationOptions.Parse(configuration).ToString());
            log.LogInformation("name {Name}, settings {Settings}", settings["name"], settings["redis"]); // expect: RG5003
        }

        public void Set(IConnectionMultiplexer redis)
        {
            var settings = new SortedDictionary<string, string>();
            settings["redis"] = redis.Configuration;
            log.LogInformation($"settings {settings["redis"]}"); // expect: RG5003
        }

        public void Hidden(string configuration)
        {
            var settings = new Dictionary<string, string> { ["redis"] = ConfigurationOptions.Parse(configuration).ToString(includePassword: false) };
            log.LogInformation("settings {Settings}", settings["redis"]);
        }

        public void OverwrittenByAMask(string configuration)
        {
            var settings = new Dictionary<string, string> { ["redis"] = ConfigurationOptions.Parse(configuration).ToString() };
            ConnectionMultiplexer.Connect(settings["redis"]).Dispose(); // allow: RG1001
            settings["redis"] = "***";
            log.LogInformation("settings {Settings}", settings["redis"]);
        }

        public void OfOthers(Dictionary<string, string> settings, string configuration)
        {
            settings["redis"] = ConfigurationOptions.Parse(configuration).ToString(); // allow: RG5003
            log.LogInformation("name {Name}", settings["name"]);
        }
    }
}
