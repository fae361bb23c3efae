using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RedisGuard.Dashboard.Access;
using RedisGuard.Dashboard.Events;
using RedisGuard.Dashboard.History;
using RedisGuard.Dashboard.Page;
using RedisGuard.Dashboard.Pictures;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps RedisGuard's page.</summary>
public static class RedisGuardEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps a page that shows what the pools of this process hold. It only reads. In Development everybody sees it; elsewhere it answers
    /// 404 until the endpoint has authorization, a required host, or an explicit <c>AllowAnonymous</c>.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="pattern">Where it is.</param>
    /// <returns>The page's endpoints, to say who may see them: <c>RequireAuthorization</c>, <c>RequireHost</c>, <c>AllowAnonymous</c>.</returns>
    public static RouteGroupBuilder MapRedisGuard(this IEndpointRouteBuilder endpoints, string pattern = "/redisguard")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(pattern);

        var time = TimeProvider.System;
        var histories = new PoolHistories(time);
        // Changes count from the start of the application, not from the first look.
        endpoints.ServiceProvider.GetService<IHostApplicationLifetime>()?.ApplicationStarted.Register(histories.Follow);
        return MapRedisGuard(endpoints, pattern, new PictureFeed(new PictureTaker(histories, new ServerHeadroom(time), time).Take, time));
    }

    internal static RouteGroupBuilder MapRedisGuard(IEndpointRouteBuilder endpoints, string pattern, PictureFeed feed)
    {
        var services = endpoints.ServiceProvider;
        var access = new AccessGate(
            services.GetRequiredService<IHostEnvironment>().IsDevelopment(),
            services.GetRequiredService<ILoggerFactory>().CreateLogger("RedisGuard.Dashboard"),
            pattern);

        var group = endpoints.MapGroup(pattern);
        group.MapGet("", (RequestDelegate)DashboardPage.WriteAsync);
        group.MapGet("data.json", (RequestDelegate)(context => EventStream.WriteOnceAsync(context, feed)));
        group.MapGet("events", (RequestDelegate)(context => EventStream.WriteAsync(context, feed)));
        group.WithMetadata(new Undescribed());
        ((IEndpointConventionBuilder)group).Finally(access.Guard);
        return group;
    }

    /// <summary>Keeps the page out of the application's OpenAPI document.</summary>
    private sealed class Undescribed : IExcludeFromDescriptionMetadata
    {
        bool IExcludeFromDescriptionMetadata.ExcludeFromDescription => true;
    }
}
