using Aspire.Hosting.ApplicationModel;

namespace LeakyShop.AppHost;

/// <summary>The shop, its Redis, and the way to RedisGuard's page in Aspire's dashboard.</summary>
internal static class LeakyShopModel
{
    /// <param name="options">Aspire's.</param>
    /// <param name="withContainers">False for a Redis without a container; null to look whether one could run.</param>
    public static IDistributedApplicationBuilder Create(DistributedApplicationOptions options, bool? withContainers = null)
    {
        var builder = DistributedApplication.CreateBuilder(options);
        var redis = withContainers ?? ContainerRuntime.IsInstalled ? builder.AddRedis("redis") : builder.AddRedisServer("redis");
        builder.AddProject<Projects.LeakyShop>("shop", static project => project.ExcludeLaunchProfile = true)
            .WithArgs("--serve")
            .WithReference(redis)
            .WithHttpEndpoint()
            // Aspire's dashboard lists it beside the shop's own address.
            .WithUrlForEndpoint("http", static _ => new ResourceUrlAnnotation { Url = "/redisguard", DisplayText = "RedisGuard" });
        return builder;
    }
}
