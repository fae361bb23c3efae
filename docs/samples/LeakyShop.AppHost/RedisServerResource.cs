using Aspire.Hosting.ApplicationModel;

namespace LeakyShop.AppHost;

/// <summary>Redis without a container: the program <c>redis-server</c>.</summary>
internal static class RedisServerResource
{
    /// <summary>The program, on a port that Aspire chooses. Its address is a connection string, as a container's is.</summary>
    public static IResourceBuilder<IResourceWithConnectionString> AddRedisServer(this IDistributedApplicationBuilder builder, string name)
    {
        var server = builder.AddExecutable($"{name}-server", "redis-server", ".").WithEndpoint(name: "tcp", scheme: "tcp");
        var endpoint = server.GetEndpoint("tcp");
        server.WithArgs("--bind", "127.0.0.1", "--save", "", "--port", endpoint.Property(EndpointProperty.TargetPort));
        return builder.AddConnectionString(name, ReferenceExpression.Create($"{endpoint.Property(EndpointProperty.HostAndPort)}"));
    }
}
