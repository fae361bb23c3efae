using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using RedisGuard.Pool;
using RedisGuard.Pool.Tests.Servers;

namespace LeakyShop.AppHost.Tests;

/// <summary>Shows what Aspire is told, and that it runs where there is redis-server but no container.</summary>
public sealed class LeakyShopModelTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Model_HasTheShopItsRedisAndThePage()
    {
        await using var application = Build();
        var resources = application.Services.GetRequiredService<DistributedApplicationModel>().Resources;
        var shop = Assert.Single(resources.OfType<ProjectResource>());
        Assert.Equal("shop", shop.Name);
        Assert.Single(resources, static resource => resource.Name == "redis" && resource is IResourceWithConnectionString);
        Assert.Contains(shop.Annotations.OfType<ResourceRelationshipAnnotation>(), static relation => relation is { Type: "Reference", Resource.Name: "redis" });
        Assert.Contains(shop.Annotations.OfType<EndpointAnnotation>(), static endpoint => endpoint.Name == "http");
        Assert.NotEmpty(shop.Annotations.OfType<ResourceUrlsCallbackAnnotation>());
    }

    /// <summary>The address of a container has a password in it.</summary>
    [Fact]
    public async Task Pool_TakesTheConnectionStringOfARedisContainer()
    {
        await using var server = await RedisProcess.StartAsync();
        var builder = DistributedApplication.CreateBuilder(Options);
        var redis = builder.AddRedis("redis", password: builder.AddParameter("secret", "s3cret"));
        var endpoint = redis.Resource.PrimaryEndpoint.EndpointAnnotation;
        endpoint.AllocatedEndpoint = new AllocatedEndpoint(endpoint, "127.0.0.1", server.Port);
        var given = await redis.Resource.ConnectionStringExpression.GetValueAsync(Cancellation);
        Assert.Contains("password=s3cret", given, StringComparison.Ordinal);

        await using (var admin = await StackExchange.Redis.ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{server.Port},allowAdmin=true"))
        {
            await admin.GetServers()[0].ConfigSetAsync("requirepass", "s3cret");
        }

        await using var pool = new RedisPool(new RedisPoolOptions { Configuration = given! });
        var database = await pool.GetDatabaseAsync(cancellationToken: Cancellation);
        Assert.True(await database.StringSetAsync("greeting", "hello"));
    }

    [Fact]
    public async Task Application_RunsWithoutAContainer_AndShowsThePage()
    {
        var builder = LeakyShopModel.Create(Options, withContainers: false);
        await using var application = builder.Build();
        await application.StartAsync(Cancellation);
        var states = application.Services.GetRequiredService<ResourceNotificationService>();
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        deadline.CancelAfter(TimeSpan.FromMinutes(2));
        var running = await states.WaitForResourceAsync("shop", static e => e.Snapshot.State?.Text == KnownResourceStates.Running && e.Snapshot.Urls.Any(static url => !url.IsInactive), deadline.Token);
        var page = Assert.Single(running.Snapshot.Urls, static url => url.DisplayProperties.DisplayName == "RedisGuard");

        using var http = new HttpClient();
        await Eventually.TrueAsync(async () => await IsServedAsync(http, page.Url, deadline.Token), "the page is served");
        // The shop reads its Redis from the reference.
        var product = await http.GetAsync(new Uri(new Uri(page.Url), "/cured/catalogue/1"), deadline.Token);
        Assert.True(product.IsSuccessStatusCode, $"{product.StatusCode}");
        await application.StopAsync(Cancellation);
    }

    private static DistributedApplicationOptions Options => new() { AssemblyName = "LeakyShop.AppHost", DisableDashboard = true, Args = [] };

    private static DistributedApplication Build() => LeakyShopModel.Create(Options).Build();

    private static async Task<bool> IsServedAsync(HttpClient http, string url, CancellationToken cancellation)
    {
        try
        {
            return (await http.GetStringAsync(new Uri(url), cancellation)).Contains("RedisGuard", StringComparison.Ordinal);
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
